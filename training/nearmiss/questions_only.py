"""How well the wording of a question alone gives away whether it is answerable: AUC, file by file.

python3 questions_only.py

A logistic regression on the words and word pairs of the questions of all other files; .5 is chance.
"""

import json
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score


def main() -> None:
    """Print the AUC of each file, and their range."""
    files = sorted(Path(__file__).parent.glob("??-*.jsonl"))
    read = [
        (number, question["q"], question["answerable"])
        for number, file in enumerate(files)
        for line in file.read_text(encoding="utf-8").splitlines()
        for question in json.loads(line)["questions"]
    ]
    file_of, questions, answerable = map(np.array, zip(*read, strict=True))
    features = TfidfVectorizer(ngram_range=(1, 2), min_df=3, sublinear_tf=True)
    counts = features.fit_transform(questions)
    found = []
    for number, file in enumerate(files):
        own = file_of == number
        model = LogisticRegression(C=1.0, max_iter=200).fit(counts[~own], answerable[~own])
        found.append(roc_auc_score(answerable[own], model.decision_function(counts[own])))
        print(f"{file.name:14} {found[-1]:.2f}", flush=True)
    print(f"{min(found):.2f} to {max(found):.2f}, median {np.median(found):.2f}")


if __name__ == "__main__":
    main()
