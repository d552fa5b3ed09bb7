"""Makes the reference values that the TypeScript encoder is held to: PyTorch's embeddings of pictures made by a formula.

  cd resources/encoder && python3 -m pretraining.fixtures ../../test/learning/encoder/fixtures

Writes tiny.bin, a net of a few thousand parameters, and tiny.json {photos, embeddings}; and, for the shipped
encoder.bin, encoder.json {version, photos, embeddings}. Run it again whenever encoder.bin changes.
"""
import json
import os
import sys

import numpy as np
import torch

from pretraining import network, weights_file

TINY = {"stem": {"kernel": 3, "stride": 4, "filters": 6},
        "blocks": [{"filters": 8, "stride": 2}, {"filters": 8, "stride": 1}, {"filters": 10, "stride": 2}],
        "head": {"filters": 5}}


def picture(count, side=network.INPUT):
    """uint8 [count, side, side, 3]: (x (5 + n) + y (3 + 2n) + 85c + (xy >> 6)) mod 256 at photo n, row y, column x, channel c."""
    n, y, x, c = np.meshgrid(np.arange(count), np.arange(side), np.arange(side), np.arange(3), indexing="ij")
    return ((x * (5 + n) + y * (3 + 2 * n) + 85 * c + (x * y >> 6)) % 256).astype(np.uint8)


@torch.no_grad()
def tiny_encoder(seed=7):
    """An untrained net whose batch norms have been through something, so that folding them is put to the test."""
    torch.manual_seed(seed)
    encoder = network.Encoder(TINY)
    for module in encoder.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            for values, low, high in ((module.weight, 0.5, 2), (module.bias, -0.5, 0.5),
                                      (module.running_mean, -0.3, 0.3), (module.running_var, 0.1, 1)):
                values.uniform_(low, high)
    return encoder.eval()


@torch.no_grad()
def check_folding(encoder, tensors, pixels):
    x = torch.from_numpy(pixels).permute(0, 3, 1, 2).float() / 127.5 - 1
    kernel, bias = (torch.from_numpy(tensors[f"head/{part}"].astype("float32")) for part in ("kernel", "bias"))
    expected = torch.nn.functional.normalize(encoder(x) @ kernel + bias, dim=1).numpy()
    got = network.embed(tensors, encoder.architecture, pixels)
    if np.abs(expected - got).max() > 5e-3:
        raise AssertionError(f"folded net differs from the net by {np.abs(expected - got).max()}")


def write_json(path, **entries):
    with open(path, "w") as file:
        json.dump(entries, file)
        file.write("\n")


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    encoder, pixels = tiny_encoder(), picture(2)
    head = torch.randn(encoder.features, TINY["head"]["filters"]), torch.randn(TINY["head"]["filters"])
    path = os.path.join(folder, "tiny.bin")
    weights_file.write(path, network.folded(encoder, head), TINY, {"objective": "none", "seed": 7})
    tensors = weights_file.read(path)[1]
    check_folding(encoder, tensors, pixels)
    write_json(os.path.join(folder, "tiny.json"), photos=2, embeddings=network.embed(tensors, TINY, pixels).ravel().tolist())
    shipped = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "encoder.bin")
    header, tensors = weights_file.read(shipped)
    write_json(os.path.join(folder, "encoder.json"), version=header["version"], photos=2,
               embeddings=network.embed(tensors, header["architecture"], pixels).ravel().tolist())


if __name__ == "__main__":
    main()
