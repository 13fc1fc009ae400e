"""One notebook a task, every morning, by Airflow's PapermillOperator.

Copy this file into the folder of DAGs and set the three names below. Airflow and samestory need not share an
environment: `.venv/bin/python -m ipykernel install --user --name samestory` makes samestory's known as a kernel.
"""

import datetime

from airflow.providers.papermill.operators.papermill import PapermillOperator
from airflow.sdk import DAG

PROJECT = "/path/to/samestory"
KERNEL = "samestory"
STORY = "harbour-fire"
# Each notebook and its parameters besides the story, as in notebooks/runs.yaml.
NOTEBOOKS = {
    "01_corpus": {},
    "02_sources": {},
    "06_timeline": {"by": "language"},
}

with DAG(
    dag_id="samestory_morning",
    schedule="15 6 * * *",
    start_date=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 1, "execution_timeout": datetime.timedelta(hours=1)},
) as dag:
    for notebook, parameters in NOTEBOOKS.items():
        PapermillOperator(
            task_id=notebook,
            input_nb=f"{PROJECT}/notebooks/{notebook}.ipynb",
            output_nb=f"{PROJECT}/outputs/airflow-{notebook}.ipynb",
            parameters={"story": STORY, **parameters},
            kernel_name=KERNEL,
            language_name="python",
        )
