"""Labels on standard input, one a line: prints the seconds that scikit-learn takes for TF-IDF of
character trigrams and all neighbours within a cosine distance of 0.32."""

import sys
import time

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.neighbors import NearestNeighbors

labels = sys.stdin.read().splitlines()
start = time.perf_counter()
vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3)).fit_transform(labels)
neighbours = NearestNeighbors(n_neighbors=min(10, len(labels)), metric="cosine", n_jobs=-1)
neighbours.fit(vectors).kneighbors(vectors)
print(time.perf_counter() - start)
