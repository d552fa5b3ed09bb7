"""The linear map from pooled features to the embedding: centred, shortened and partly whitened, in closed form.

A pooled ReLU net puts every photo into one narrow cone, where cosines say little; principal components of photos nobody
labelled open it up (Jegou and Chum 2012). The map is fixed after training and shipped as the last layer.
"""
import torch


@torch.no_grad()
def whiten(features, dim, power=0.5):
    """(kernel [features, dim], bias [dim]) for `features` [n, features]: principal axes divided by deviation ** power."""
    features = features.double()
    mean = features.mean(0)
    covariance = (features - mean).T @ (features - mean) / (len(features) - 1)
    values, axes = torch.linalg.eigh(covariance)
    values, axes = values.flip(0)[:dim].clamp(min=1e-12), axes.flip(1)[:, :dim]
    deviation = (values / values[0]).sqrt().clamp(min=1e-3)
    kernel = axes / values[0].sqrt() / deviation ** power
    return kernel.float(), (-mean @ kernel).float()
