"""recall@1 and mAP of embeddings on folders of photos with known groups. Never used to train or to choose a batch."""
import glob
import json
import os

import numpy as np
from PIL import Image


def load(folder, side=128):
    """{set: (uint8 [n, side, side, 3], group numbers [n])} from every `<set>/truth.json` below `folder`."""
    sets = {}
    for path in sorted(glob.glob(f"{folder}/*/truth.json")) if folder else []:
        with open(path) as file:
            truth = json.load(file)["truth"]
        photos = os.path.join(os.path.dirname(path), "photos")
        names = sorted(truth)
        images = [Image.open(os.path.join(photos, n)).convert("RGB").resize((side, side), Image.LANCZOS) for n in names]
        groups = np.unique([str(truth[n]) for n in names], return_inverse=True)[1]
        sets[os.path.basename(os.path.dirname(path))] = (np.stack([np.asarray(i) for i in images]), groups)
    return sets


def retrieval(embeddings, groups):
    """(recall@1, mAP) by cosine over the photos that have another of their group; embeddings [n, dim] of unit length."""
    similarity = embeddings @ embeddings.T
    np.fill_diagonal(similarity, -np.inf)
    order = np.argsort(-similarity, axis=1, kind="stable")[:, :-1]
    relevant = groups[order] == groups[:, None]
    relevant = relevant[relevant.any(1)]
    precision = np.cumsum(relevant, 1) / np.arange(1, relevant.shape[1] + 1)
    average = (precision * relevant).sum(1) / relevant.sum(1)
    return round(float(relevant[:, 0].mean()), 4), round(float(average.mean()), 4)
