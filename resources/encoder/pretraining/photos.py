"""The photos to learn from: zip files of WebP images held in memory as bytes, 128 px and 64 px apart. No labels."""
import glob
import io
import os
import zipfile
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from PIL import Image


def decode(blob):
    return np.asarray(Image.open(io.BytesIO(blob)).convert("RGB"))


def load(folder, cache):
    """All photos of the zips in `folder`: a list of uint8 arrays [n, side, side, 3], largest side first.

    Decoding takes a minute, so the arrays are kept below `cache` for the next start.
    """
    paths = sorted(glob.glob(f"{cache}/photos-*.npy"), key=lambda p: -int(p.rsplit("-", 1)[1][:-4]))
    if paths:
        return [np.load(p) for p in paths]
    blobs = []
    for path in sorted(glob.glob(f"{folder}/*.zip")):
        with zipfile.ZipFile(path) as archive:
            blobs += [archive.read(name) for name in sorted(archive.namelist())]
    if not blobs:
        raise FileNotFoundError(f"expected zip files of photos in {folder}, found none")
    sides = {}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for image in pool.map(decode, blobs):
            sides.setdefault(image.shape[0], []).append(image)
    arrays = [np.stack(sides[side]) for side in sorted(sides, reverse=True)]
    for array in arrays:
        np.save(f"{cache}/photos-{array.shape[1]}.npy", array)
    return arrays
