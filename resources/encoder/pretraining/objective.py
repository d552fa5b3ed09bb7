"""What the encoder is trained for. Photos carry no labels: views of one photo agree, views of others differ."""
import torch
import torch.nn as nn
import torch.nn.functional as F


def projector(features, hidden=1024, dim=128, layers=2):
    """The head the objective is taken on, thrown away afterwards (Chen et al. 2020, section 4.2)."""
    sides = [features, *[hidden] * (layers - 1)]
    inner = [part for a, b in zip(sides, sides[1:]) for part in (nn.Linear(a, b), nn.BatchNorm1d(b), nn.ReLU(inplace=True))]
    return nn.Sequential(*inner, nn.Linear(sides[-1], dim))


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


class Neighbours:
    """The latest projections of whole views, among which each view finds the nearest one of another photo (Dwibedi et al. 2021)."""

    def __init__(self, size, device, dim=128):
        self.rows, self.at, self.full = torch.zeros(size, dim, device=device), 0, False

    @torch.no_grad()
    def push(self, z):
        z = F.normalize(z.detach().float(), dim=1)
        places = (self.at + torch.arange(len(z), device=z.device)) % len(self.rows)
        self.rows[places] = z
        self.full |= self.at + len(z) >= len(self.rows)
        self.at = (self.at + len(z)) % len(self.rows)

    @torch.no_grad()
    def of(self, z):
        """The nearest rows to z [n, dim], normalised."""
        return self.rows[(F.normalize(z.float(), dim=1) @ self.rows.T).argmax(1)]


def neighbour_contrast(neighbours, views, temperature):
    """InfoNCE whose positive is the neighbour of one view and another view of the photo; negatives are the batch's other views.

    `views` 2 or more x [n, dim] begin with the two whole ones, which look for the neighbours.
    """
    index = torch.arange(len(views[0]), device=views[0].device)
    total, weight = 0.0, 0.0
    views = [F.normalize(v.float(), dim=1) for v in views]
    for i, anchor in enumerate(views[:2]):
        near = neighbours.of(anchor)
        for j, view in enumerate(views):
            if i == j:
                continue
            share = 1.0 if j < 2 else 0.5
            total = total + share * F.cross_entropy(near @ view.T / temperature, index)
            weight += share
    return total / weight
