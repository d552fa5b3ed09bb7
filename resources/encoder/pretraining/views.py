"""Random views of photos, a whole batch at a time on the device that trains.

Each view is one resampling (crop, aspect, mirror, slight rotation) and one affine map of its colours, so that making
it costs a small part of running the net on it. Hue is left alone and colour is only weakly disturbed: colour is what
tells one product from the next, and a user expects it to count.
"""
import functools
import math

import torch
import torch.nn.functional as F

@functools.lru_cache
def luma_of(device):
    """What grey takes of red, green and blue; kept, because each copy to a device has the host wait for it."""
    return torch.tensor((0.299, 0.587, 0.114), device=device).view(1, 1, 3)


def unit(photos):
    """uint8 [n, s, s, 3] -> float [n, 3, s, s] in 0..1: once a batch, whatever the number of its views."""
    return photos.permute(0, 3, 1, 2).float().div_(255)


def crop(pixels, side, area, aspect=4 / 3, tilt=0.12):
    """float [n, 3, s, s] -> float [n, 3, side, side]; the crop covers a share of the photo drawn from `area`."""
    n, device = len(pixels), pixels.device

    def signed():
        return torch.rand(n, device=device) * 2 - 1

    share = area[0] + (area[1] - area[0]) * torch.rand(n, device=device)
    ratio = torch.exp(signed() * math.log(aspect))
    width, height = (share * ratio).sqrt().clamp(max=1), (share / ratio).sqrt().clamp(max=1)
    x, y = signed() * (1 - width), signed() * (1 - height)
    mirror = torch.sign(signed())
    angle = signed() * tilt * (torch.rand(n, device=device) < 0.3)
    rows = [torch.stack([width * mirror * angle.cos(), -height * angle.sin(), x], 1),
            torch.stack([width * mirror * angle.sin(), height * angle.cos(), y], 1)]
    grid = F.affine_grid(torch.stack(rows, 1), (n, 3, side, side), align_corners=False)
    return F.grid_sample(pixels, grid, padding_mode="reflection", align_corners=False)


def expose(x, stops=1.3, bend=0.5):
    """Another exposure of the same scene: gain of up to 2 ** +-stops and a tone curve, clipped where a sensor would clip."""
    n, device = len(x), x.device
    on = (torch.rand(n, 1, 1, 1, device=device) < 0.75).float()
    gain = torch.exp2(on * stops * (torch.rand(n, 1, 1, 1, device=device) * 2 - 1))
    gamma = torch.exp(on * bend * (torch.rand(n, 1, 1, 1, device=device) * 2 - 1))
    return (x.clamp_(0, 1) ** gamma).mul_(gain).clamp_(0, 1)


def recolour(x, strength=0.4, saturation=0.4, tint=0.12, grey=0.15):
    """Brightness, contrast, saturation, channel gains and grey, folded into one 3x3 matrix and offset per view."""
    n, device = len(x), x.device
    on = (torch.rand(n, 1, 1, device=device) < 0.85).float()

    def gain(amount, channels=1):
        return 1 + on * (torch.rand(n, channels, 1, device=device) * 2 - 1) * amount

    luma = luma_of(device).expand(n, 3, 3)
    vivid = gain(saturation) * (torch.rand(n, 1, 1, device=device) > grey).float()
    matrix = vivid * torch.eye(3, device=device) + (1 - vivid) * luma
    matrix = gain(tint, 3) * matrix * gain(strength)
    flat = x.flatten(2)
    mean = matrix @ flat.mean(2, keepdim=True)
    contrast = gain(strength)
    return torch.baddbmm(mean * (1 - contrast), matrix * contrast, flat).view_as(x)


def soften(x, share=0.3, noisy=0.2):
    """A 3x3 box blur on a share of the views and sensor noise on others, in place."""
    # so many and no others: a count that depends on the draw would have the host wait for the device
    order, n = torch.rand(len(x), device=x.device).argsort(), len(x)
    blurred, noised = order[:round(n * share)], order[n - round(n * noisy):]
    x[blurred] = F.avg_pool2d(F.pad(x[blurred], (1, 1, 1, 1), mode="reflect"), 3, 1)
    x[noised] += torch.randn_like(x[noised]) * (torch.rand(len(noised), 1, 1, 1, device=x.device) * 0.12)
    return x


@torch.no_grad()
def view(pools, side, area):
    """One view of every photo in `pools` (batches of `unit` that may differ in side): float [n, 3, side, side] in -1..1."""
    x = torch.cat([crop(pixels, side, area) for pixels in pools])
    x = soften(recolour(expose(x))).clamp_(0, 1).mul_(2).sub_(1)
    return x.contiguous(memory_format=torch.channels_last)
