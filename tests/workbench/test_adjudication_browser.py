"""Differences decided in a live JupyterLab, by keys and by mouse; what texts and coders wrote stays text."""

import pandas as pd
import pytest
from browser import axe_faults
from lab import RUN_ALL, lab_server

import samestory as ss
from samestory.coding.by_hand import read_hand_coding, write_hand_coding

HOSTILE = '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>'
TOO_WIDE = (
    "(() => { const one = document.querySelector('.ss-adjudication'); return one.scrollWidth - one.clientWidth; })()"
)
IDS = ("crane-0302-nine", "ledger-0302-agency")


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    with lab_server(tmp_path_factory.mktemp("lab"), stories=["harbour-fire"]) as one:
        folder = one.home / "seeds/harbour-fire"
        claims = ss.load_story(str(folder)).table("claims")
        claims = claims[claims["article_id"].isin(IDS)].reset_index(drop=True)
        other = claims.copy()
        found = claims.index[claims["begin"].notna()][:6]
        other.loc[found, "status"] = other.loc[found, "status"].map(
            lambda one: "hedged" if one != "hedged" else "denied"
        )
        other.loc[found[0], "attributed_to"] = HOSTILE
        other.loc[found[1], "note"] = HOSTILE
        for coder, table in (("coder-1", claims), ("coder-2", other)):
            done = pd.DataFrame([(key, "claims", coder) for key in IDS], columns=["article_id", "table", "coder"])
            write_hand_coding(folder, coder, {"claims": table.assign(coder=coder), "examined": done})
        yield one


def test_six_differences_are_decided_by_keys_and_mouse_each_on_the_disk(browser, lab):
    folder = lab.home / "seeds/harbour-fire"
    call = 'ss.adjudicate("harbour-fire", "coder-1", "coder-2", decided_by="the editor", tables=["claims"])'
    lab.write("agree.ipynb", f"import samestory as ss\n{call}")
    seen = lab.opened(browser, "work/agree.ipynb")
    page = seen.page
    page.evaluate(RUN_ALL)
    page.wait_for_selector(".ss-adjudication mark")
    root, main = page.locator(".ss-adjudication"), page.locator(".ss-adjudication .ss-main-part")
    assert HOSTILE in root.locator(".ss-side").nth(1).inner_text()
    assert page.title() != "owned" and page.locator(".ss-adjudication img, .ss-adjudication script").count() == 0

    def saved(n: int) -> pd.DataFrame:
        page.wait_for_function(
            f"document.querySelector('.ss-adjudication .ss-summary').textContent.includes('open: {6 - n}')"
        )
        table = read_hand_coding(folder, "agreed")["adjudicated"]
        assert len(table) == n
        return table

    main.focus()
    page.keyboard.press("r")
    page.wait_for_selector(".ss-adjudication .ss-article mark")
    page.keyboard.press("1")
    saved(1)
    page.keyboard.press("n")
    page.keyboard.type("seen twice")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    table = saved(2)
    assert set(table["decision"]) == {"first", "second"} and "seen twice" in set(table["note"].dropna())
    page.keyboard.press("x")
    saved(3)
    page.keyboard.press("z")
    saved(2)
    page.keyboard.press("o")
    page.select_option(".ss-adjudication .ss-other select", "contradicted")
    page.fill(".ss-adjudication .ss-other input", "The Mayor")
    page.keyboard.press("Enter")
    saved(3)
    root.get_by_role("button", name="coder-2 (2)").click()
    saved(4)
    root.get_by_role("button", name="Cannot tell (x)").click()
    saved(5)
    main.focus()
    page.keyboard.press("g")
    page.keyboard.press("2")
    decided = saved(6)
    assert decided["decision"].value_counts().to_dict() == {"second": 3, "first": 1, "other": 1, "cannot_tell": 1}
    claims = read_hand_coding(folder, "agreed")["claims"]
    assert len(claims) == 30 and claims["attributed_to"].eq("The Mayor").sum() == 1
    page.keyboard.press("?")
    for width, scheme in ((1440, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        if width == 390:
            page.evaluate("window.jupyterapp.commands.execute('application:toggle-left-area')")
            page.wait_for_timeout(300)
        wide = page.evaluate(TOO_WIDE)
        assert wide <= 1, f"{wide} pixels too wide at {width}"
    faults = [one for one in axe_faults(seen) if any("ss-" in html for html in one[1])]
    assert faults == []
    assert seen.asked == [] and not [line for line in seen.said if line.startswith("dialog")]
    page.close()
