import shutil,re
from pathlib import Path
src=Path('/tmp/ss/work-states/dam'); base=Path('/tmp/ss/work-states')
def make(name, keep=None, book=None, coding=True, strip=False, drop=()):
    d=base/name
    if d.exists(): shutil.rmtree(d)
    shutil.copytree(src,d)
    if keep:
        for p in (d/'articles').glob('*.txt'):
            if p.stem not in keep: p.unlink()
    if not coding: shutil.rmtree(d/'coding')
    else:
        for p in (d/'coding').glob('*.csv'):
            if p.name.split('.')[0] in drop: p.unlink()
            elif keep:
                L=p.read_text().split('\n'); import csv,io
                rows=list(csv.reader(io.StringIO(p.read_text())))
                i=rows[0].index('article_id')
                out=io.StringIO(); w=csv.writer(out,lineterminator='\n'); w.writerow(rows[0]); w.writerows(r for r in rows[1:] if r[i] in keep and not(rows[0].count('source_article_id') and r[rows[0].index('source_article_id')] not in keep|{''}))
                p.write_text(out.getvalue())
    if book: (d/'codebook.yaml').write_text(book)
    if strip:
        for p in (d/'articles').glob('*.txt'):
            t=p.read_text(); h=t.split('---')[1]; p.write_text('---'+h.replace('text_status: full','text_status: none').replace('text_status: teaser','text_status: none')+'---\n')
EMPTY='unit: one article x one claim\nstatuses: {asserted: said}\nclaims: {}\nactors: {}\nquantities: {}\n'
make('v-nobook',book=EMPTY,coding=False)
make('v-nocoding',coding=False)
make('v-one',keep={'courier-first'})
make('v-outlet',keep={'courier-first','courier-denial','courier-letters'})
make('v-nonumbers',drop={'numbers','labels','chains','citations','attributions'})
make('v-notext',book=EMPTY,coding=False,strip=True)
