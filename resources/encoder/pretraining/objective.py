"""What the encoder is trained for. Photos carry no labels: views of one photo agree, views of others differ."""
import torch
import torch.nn as nn
import torch.nn.functional as F


def projector(features, hidden=1024, dim=128):
    """The head the objective is taken on, thrown away afterwards (Chen et al. 2020, section 4.2)."""
    return nn.Sequential(nn.Linear(features, hidden), nn.BatchNorm1d(hidden), nn.ReLU(inplace=True), nn.Linear(hidden, dim))


def nt_xent(a, b, temperature):
    """NT-Xent (Sohn 2016; Chen et al. 2020): rows i of `a` and `b`, both [n, dim], are one photo; the rest negatives."""
    n = len(a)
    z = F.normalize(torch.cat([a, b]).float(), dim=1)
    logits = z @ z.T / temperature
    logits.fill_diagonal_(-1e4)
    index = torch.arange(n, device=a.device)
    return F.cross_entropy(logits, torch.cat([index + n, index]))


def multi_crop(whole, parts, temperature):
    """Mean NT-Xent of the pairs that hold at least one whole view (Caron et al. 2020): whole 2 x [n, dim], parts any."""
    pairs = [(whole[0], whole[1], 1.0)] + [(w, p, 0.5) for p in parts for w in whole]
    return sum(weight * nt_xent(a, b, temperature) for a, b, weight in pairs) / sum(w for *_, w in pairs)
