"""Pre-trains the encoder on photos nobody labelled, and writes encoder.bin: the net with its batch norms folded.

  python3 pretrain.py --data PHOTOS --eval SETS --out RUN --minutes 95                        CPU, PyTorch 2.1 or later 
  python3 pretrain.py ... --half --batch 192 --neighbours 16384 --neighbour-share 0.3         CPU with AMX, 1.5 times as fast
  python3 pretrain.py --data PHOTOS --eval SETS --out RUN --minutes 7 --device cuda --batch 1024 --parts 4 \\
      --sides 96:0.65,128:1 --neighbours 16384 --neighbour-share 0.3 --layers 3 --hidden 2048 --dim 256 --pools 1.5,1 \\
      --lr 0.003 --threads 16 --start encoder.bin          one H200, bf16: 94,000 views/s; how the shipped weights were made
  python3 pretrain.py --start encoder.bin ... --lr 0.001                                   on from weights that exist
  python3 pretrain.py --random --out RUN                                                       seeded random weights

PHOTOS holds zip files of square WebP images, SETS holds folders with photos/ and truth.json (only ever scored).
RUN receives encoder.bin, log.jsonl, last.pt and the decoded photos (1.9 GB, for the next start); the same command again continues from last.pt, with more --minutes for
longer. The learning rate and the side of the views follow the share of --minutes that has passed.
Needs torch, numpy and Pillow. On a CPU two settings of the environment matter more than any option: a real BLAS
(OpenBLAS or MKL, 20 times faster than the reference one), and memory that is kept between steps (twice as fast):
GLIBC_TUNABLES=glibc.malloc.hugetlb=1:glibc.malloc.mmap_max=0:glibc.malloc.trim_threshold=100000000000
"""
import argparse
import contextlib
import json
import math
import os
import time

import numpy as np
import torch

from pretraining import head, network, objective, photos, scores, views, weights_file
from pretraining.run import Run, Sampler


# photos whose features fix the head: enough for 256 axes, few enough to export often
HEAD_PHOTOS = 2500


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--data", default="")
    add("--eval", default="")
    add("--out", required=True)
    add("--device", default="cpu")
    add("--threads", type=int, default=2)
    add("--minutes", type=float, default=95)
    add("--batch", type=int, default=112, help="photos a step")
    add("--sides", default="64:0.85,80:1", help="side of whole views : until this share of the time")
    add("--parts", type=int, default=2, help="small views a photo, beside the two whole ones")
    add("--part-scale", type=float, default=0.625, help="side of a small view relative to a whole one")
    add("--lr", type=float, default=2e-3)
    add("--temperature", type=float, default=0.15)
    add("--decay", type=float, default=0.05)
    add("--average", type=float, default=0.996, help="momentum of the averaged weights")
    add("--seed", type=int, default=1)
    add("--export-every", type=float, default=8, help="minutes")
    add("--start", default="", help="encoder.bin to begin with, instead of random weights")
    add("--neighbours", type=int, default=0, help="projections among which a view finds a positive of another photo; 0: none do")
    add("--neighbour-share", type=float, default=0.5, help="weight of that part of the objective")
    add("--layers", type=int, default=2, help="layers of the projector")
    add("--hidden", type=int, default=1024, help="their width")
    add("--dim", type=int, default=128, help="numbers in a projection")
    add("--pools", default="2,0.6", help="how often a photo of 128 px is drawn, and one of 64")
    add("--half", action="store_true", help="bfloat16 on a CPU that has matrix units for it (AMX), 1.6 times as fast")
    add("--random", action="store_true")
    return parser.parse_args()


def side_at(sides, share):
    """The side of whole views when `share` of the time has passed, from "64:0.7,96:1"."""
    for entry in sides.split(","):
        side, until = entry.split(":")
        if share < float(until):
            break
    return int(side)


def learn(run, sampler, share, precision):
    """One step on one batch of photos; returns the loss, still on the device."""
    args = run.args
    rate = args.lr * min(1, (run.step + 1) / 200) * (0.5 + 0.5 * math.cos(math.pi * min(1, share))) + 1e-6
    for group in run.optimiser.param_groups:
        group["lr"] = rate
    side = side_at(args.sides, share)
    small = int(side * args.part_scale / 8) * 8
    batch = [views.unit(photos) for photos in sampler.draw(args.batch)]
    whole = torch.cat([views.view(batch, side, (0.2, 1.0)) for _ in range(2)])
    parts = [views.view(batch, small, (0.05, 0.35)) for _ in range(args.parts)]
    with precision():
        features = [run.encoder(whole)]
        if parts:
            with network.statistics_kept(run.encoder):
                features.append(run.encoder(torch.cat(parts)))
        projected = run.projector(torch.cat(features)).float().chunk(2 + args.parts)
    loss = objective.multi_crop(projected[:2], projected[2:], args.temperature)
    near = run.neighbours
    if near:
        if near.full:
            share = args.neighbour_share
            loss = (1 - share) * loss + share * objective.neighbour_contrast(near, projected, args.temperature)
        near.push(projected[0])
    run.optimiser.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(run.encoder.parameters(), 5.0)
    run.optimiser.step()
    run.step, run.seen, run.views = run.step + 1, run.seen + args.batch, run.views + (2 + args.parts) * args.batch
    run.follow()
    return loss.detach()


@torch.no_grad()
def pooled(encoder, pixels, device, batch=128):
    """Pooled features [n, features] of uint8 photos [n, s, s, 3], resampled to the input side if they differ from it."""
    out = []
    for i in range(0, len(pixels), batch):
        x = torch.as_tensor(pixels[i:i + batch]).to(device).permute(0, 3, 1, 2).float() / 127.5 - 1
        if x.shape[-1] != network.INPUT:
            x = torch.nn.functional.interpolate(x, size=network.INPUT, mode="bilinear", align_corners=False)
        out.append(encoder(x.contiguous(memory_format=torch.channels_last)).cpu())
    return torch.cat(out)


def export(run, pools, sets):
    """Writes encoder.bin from the averaged weights and returns its scores: those of the file, float16 and all."""
    args = run.args
    chosen = np.random.default_rng(0).choice(len(pools[0]), min(HEAD_PHOTOS, len(pools[0])), replace=False)
    projection = head.whiten(pooled(run.average, pools[0][chosen], args.device), network.ARCHITECTURE["head"]["filters"])
    path = os.path.join(args.out, "encoder.bin")
    near = f"; {args.neighbour_share} of it towards the nearest of {args.neighbours:,} earlier views" if args.neighbours else ""
    trained = {"objective": f"NT-Xent, temperature {args.temperature}, 2 whole and {args.parts} part views{near}",
               "images": sum(map(len, pools)), "seen": run.seen, "views": run.views, "steps": run.step,
               "minutes": round(run.seconds / 60, 1), "device": args.device, "seed": args.seed,
               "options": {k: v for k, v in vars(args).items() if k not in ("data", "eval", "out", "start", "random")}}
    if run.before:
        trained["before"] = run.before
    version = weights_file.write(path, network.folded(run.average, projection), network.ARCHITECTURE, trained)
    header, tensors = weights_file.read(path)
    result = {}
    for name, (pixels, groups) in sets.items():
        embeddings = np.concatenate([network.embed(tensors, header["architecture"], pixels[i:i + 128])
                                     for i in range(0, len(pixels), 128)])
        result[name] = scores.retrieval(embeddings, groups)
    return version, result


def write_random(args):
    """encoder.bin with seeded random weights, for everything that needs a file before there is a trained one."""
    encoder = network.Encoder().eval()
    dim = network.ARCHITECTURE["head"]["filters"]
    kernel = torch.linalg.qr(torch.randn(encoder.features, dim))[0]
    trained = {"objective": "none: seeded random weights", "images": 0, "seen": 0, "seed": args.seed}
    return weights_file.write(os.path.join(args.out, "encoder.bin"),
                              network.folded(encoder, (kernel, torch.zeros(dim))), network.ARCHITECTURE, trained)


def main():
    args = options()
    os.makedirs(args.out, exist_ok=True)
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    if args.random:
        print(write_random(args))
        return
    cuda = args.device.startswith("cuda")
    if cuda:
        # of all algorithms that cuDNN has for a depthwise convolution the slow ones alone take a minute to try
        torch.backends.cudnn.benchmark_limit = 3
        torch.backends.cudnn.benchmark = torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
    log = open(os.path.join(args.out, "log.jsonl"), "a")

    def say(**entry):
        line = json.dumps(entry)
        print(line, flush=True)
        print(line, file=log, flush=True)

    def precision():
        return torch.autocast("cuda" if cuda else "cpu", dtype=torch.bfloat16) if cuda or args.half else contextlib.nullcontext()

    pools = photos.load(args.data, args.out)
    sets = scores.load(args.eval, network.INPUT)
    run = Run(args)
    if run.resume():
        torch.manual_seed(args.seed + run.step)
    elif args.start:
        run.begin(args.start, pools[0][:256])
    say(step=run.step, pools=[list(p.shape) for p in pools], parameters=sum(p.numel() for p in run.encoder.parameters()))
    sampler = Sampler(pools, args.device, [float(weight) for weight in args.pools.split(",")])
    start, exported, mean, views_before = time.time() - run.seconds, run.seconds, None, run.views
    began = run.seconds
    while run.seconds < args.minutes * 60:
        loss = learn(run, sampler, run.seconds / (args.minutes * 60), precision)
        run.seconds = time.time() - start
        mean = loss if mean is None else mean.lerp(loss, 0.02)
        if run.step % 50 == 0:
            say(step=run.step, minutes=round(run.seconds / 60, 2), loss=round(mean.item(), 4), seen=run.seen,
                views_per_second=round((run.views - views_before) / (run.seconds - began)))
        if run.seconds - exported > args.export_every * 60:
            run.save()
            version, result = export(run, pools, sets)
            say(step=run.step, version=version, minutes=round(run.seconds / 60, 2), scores=result)
            exported = run.seconds = time.time() - start
    run.save()
    version, result = export(run, pools, sets)
    say(step=run.step, version=version, seen=run.seen, views=run.views, minutes=round(run.seconds / 60, 2),
        scores=result, done=True)


if __name__ == "__main__":
    main()
