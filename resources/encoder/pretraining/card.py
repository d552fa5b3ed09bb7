"""Writes MODEL_CARD.md from encoder.bin, the log of its run and notes.json. The card is made by this, not by hand.

  cd resources/encoder && python3 -m pretraining.card [--log RUN/log.jsonl]      log.jsonl beside this file is that of the shipped weights
"""
import argparse
import json
import os

import numpy as np

from pretraining import weights_file

HERE = os.path.dirname(os.path.abspath(__file__))
TARGETS = {"objects": 0.30, "scenes": 0.48, "products": 0.55, "places": 0.72, "shots": 0.92}
DEFAULT_TARGETS = {"objects": 0.32, "scenes": 0.52, "products": 0.68, "places": 0.82, "shots": 0.96}


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def last_scores(path, version):
    """The scores that a log holds for `version`, or {}."""
    if not path:
        return {}
    with open(path) as file:
        entries = [json.loads(line) for line in file]
    return next((e["scores"] for e in reversed(entries) if e.get("version") == version), {})


def shape(header, tensors):
    blocks = header["architecture"]["blocks"]
    stem = header["architecture"]["stem"]
    parameters = sum(int(np.prod(t["shape"])) for t in header["tensors"])
    listed = " ".join(f"{b['filters']}{'/2' if b['stride'] == 2 else ''}" for b in blocks)
    return (f"Convolution {stem['kernel']}×{stem['kernel']} stride {stem['stride']} to {stem['filters']} channels, then {len(blocks)} "
            f"depthwise-separable blocks ({listed}; `/2` halves the map; the input is added where shapes allow), mean over the "
            f"map, a linear layer to {header['dim']}, L2 normalisation. {parameters:,} parameters, batch norms folded, float16. "
            f"Input {header['input']}×{header['input']} RGB, pixel / 127.5 − 1.")


def falls_short(scores, targets):
    """By how much, where a score is below its target as the table shows it."""
    below = {name: target - round(scores.get(name, (0, 0))[1], 3) for name, target in targets.items()}
    return [f"{name} by {gap:.3f}" for name, gap in below.items() if gap > 1e-9]


def score_table(scores, targets):
    return table(["set", "recall@1", "mAP", "target mAP", "reached"],
                 [[name, f"{scores[name][0]:.3f}", f"{scores[name][1]:.3f}", f"{target:.2f}",
                   "yes" if round(scores[name][1], 3) >= target else "no"] for name, target in targets.items() if name in scores])


def card(header, tensors, scores, notes):
    trained = header["trained"]
    random = trained["images"] == 0
    parts = ["# Model card: the encoder", "<!-- made by pretraining/card.py; do not edit -->",
             f"Version `{header['version']}`.",
             "**The weights are seeded random numbers: a place-holder until training has run.**" if random else
             "Trained from scratch for this product, without labels. It turns a photo into a direction; photos whose directions "
             "are close look alike. It is a starting point: the app fine-tunes it on the user's own photos and learns a metric "
             "on top of it.",
             "## Shape", shape(header, tensors), notes["speed"]]
    if not random:
        recipe = [[k, v] for k, v in trained.items() if k not in ("options", "before")]
        if "before" in trained:
            recipe.append(["begun with", f"{trained['before']['version']}, after {trained['before']['views']:,} views in {trained['before']['minutes']} minutes"])
        options = [[f"`{k}`", v] for k, v in trained["options"].items()]
        parts += ["## Recipe", "`pretrain.py`; views are one random crop, mirror, tilt and affine change of colour, some blurred or "
                  "noisy, hue left alone. Averaged weights are exported; the last linear layer is the principal axes of "
                  "2,500 unlabelled photos' features, half whitened, in closed form. The log of the run is `pretraining/log.jsonl`; its last line holds the scores by the files of the "
                  "sets themselves, those before it were taken from copies in WebP.", table(["", "trained"], recipe),
                  "Options:", table(["option", "value"], options)]
    parts += ["## Data", notes["data"], "\n".join(f"- {s}" for s in notes["sources"])]
    if scores:
        parts += ["## Scores", "Embedding of this file alone, cosine, no fine-tuning and no learned metric. The sets were never trained "
                  "on.", score_table(scores, TARGETS)]
        short = [f"the embedding alone: {', '.join(falls_short(scores, TARGETS))}"] if falls_short(scores, TARGETS) else []
        if "default_features" in notes:
            together = notes["default_features"]
            parts += ["All feature groups together, as the app begins with them (`kindred evaluate`):", score_table(together, DEFAULT_TARGETS)]
            short += [f"all groups together: {', '.join(falls_short(together, DEFAULT_TARGETS))}"] if falls_short(together, DEFAULT_TARGETS) else []
        parts += ["## What falls short", f"Below target, in mAP. {'; '.join(short).capitalize()}. {notes['closing']}" if short else "Every target is reached."]
    if "finetuned" in notes:
        tuned = notes["finetuned"]
        parts += ["## Fine-tuned on a library", tuned["about"], table(tuned["head"], tuned["rows"]), tuned["says"]]
    parts += ["## What was tried", table(["what", "result", "kept"], notes["tried"])]
    parts += ["## Limits", notes["limits"]]
    return "\n\n".join(parts) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--log", default=os.path.join(HERE, "log.jsonl"))
    args = parser.parse_args()
    folder = os.path.dirname(HERE)
    header, tensors = weights_file.read(os.path.join(folder, "encoder.bin"))
    with open(os.path.join(HERE, "notes.json")) as file:
        notes = json.load(file)
    with open(os.path.join(folder, "MODEL_CARD.md"), "w") as file:
        file.write(card(header, tensors, last_scores(args.log, header["version"]), notes))


if __name__ == "__main__":
    main()
