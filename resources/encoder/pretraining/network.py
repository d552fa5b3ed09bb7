"""The encoder as a PyTorch module, and the same encoder with its batch norms folded away.

Not here: the weights file (weights_file.py) and how it is trained (../pretrain.py).
"""
import contextlib
from collections import OrderedDict

import torch
import torch.nn as nn
import torch.nn.functional as F

INPUT = 128
# Wide where the maps are small: the same time per photo as MobileNet-v1 0.75 in WebAssembly, with three times its
# multiply-adds, because the stride-4 stem leaves out the large maps on which depthwise layers only move memory.
ARCHITECTURE = {
    "stem": {"kernel": 7, "stride": 4, "filters": 48},
    "blocks": [{"filters": f, "stride": s} for f, s in
               [(96, 1), (192, 2), (192, 1), (384, 2), (384, 1), (384, 1), (384, 1), (768, 2), (768, 1)]],
    "head": {"filters": 256},
}


class Depthwise(torch.autograd.Function):
    """A 3x3 depthwise convolution of a small map, whose weight gradient is nine sums: oneDNN's in bfloat16 takes 20 times as long."""

    @staticmethod
    def forward(ctx, x, weight, stride):
        ctx.save_for_backward(x, weight)
        ctx.stride = stride
        return F.conv2d(x, weight, None, stride, 1, groups=x.shape[1])

    @staticmethod
    def backward(ctx, gradient):
        x, weight = ctx.saved_tensors
        stride, (rows, columns) = ctx.stride, gradient.shape[2:]
        to_x = torch.ops.aten.convolution_backward(gradient, x, weight, None, (stride, stride), (1, 1), (1, 1), False, (0, 0),
                                                   x.shape[1], (True, False, False))[0]
        padded = F.pad(x, (1, 1, 1, 1))
        to_weight = torch.stack([
            (padded[:, :, i:i + stride * rows:stride, j:j + stride * columns:stride] * gradient).sum((0, 2, 3), dtype=torch.float32)
            for i in range(3) for j in range(3)], 1)
        return to_x, to_weight.view_as(weight).to(weight.dtype), None


class Block(nn.Module):
    """Depthwise 3x3, pointwise 1x1; the input is added where the shapes allow (Howard et al. 2017, He et al. 2016)."""

    def __init__(self, inputs, filters, stride):
        super().__init__()
        self.depthwise = nn.Conv2d(inputs, inputs, 3, stride, 1, groups=inputs, bias=False)
        self.norm1 = nn.BatchNorm2d(inputs)
        self.pointwise = nn.Conv2d(inputs, filters, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(filters)
        self.residual = stride == 1 and inputs == filters

    def forward(self, x):
        y = F.relu(self.norm1(self.convolve(x)), inplace=True)
        y = self.norm2(self.mix(y))
        return F.relu(x + y) if self.residual else F.relu(y, inplace=True)


    def convolve(self, x):
        conv = self.depthwise
        if x.dtype != torch.bfloat16 or x.is_cuda or x.shape[-1] > 3 or not self.training:
            return conv(x)
        with torch.autocast("cpu", enabled=False):
            return Depthwise.apply(x, conv.weight.bfloat16(), conv.stride[0])

    def mix(self, x):
        """The 1x1 convolution; in bfloat16 as a matrix product, whose gradient oneDNN makes 10 times faster (cuDNN: as fast)."""
        if x.dtype != torch.bfloat16:
            return self.pointwise(x)
        return F.linear(x.permute(0, 2, 3, 1), self.pointwise.weight.flatten(1)).permute(0, 3, 1, 2)


class Encoder(nn.Module):
    """views [n, 3, h, w] in [-1, 1] -> pooled features [n, filters of the last block], not normalised."""

    def __init__(self, architecture=ARCHITECTURE):
        super().__init__()
        stem = architecture["stem"]
        channels = stem["filters"]
        self.architecture = architecture
        self.stem = nn.Conv2d(3, channels, stem["kernel"], stem["stride"], stem["kernel"] // 2, bias=False)
        self.norm = nn.BatchNorm2d(channels)
        self.blocks = nn.ModuleList()
        for block in architecture["blocks"]:
            self.blocks.append(Block(channels, block["filters"], block["stride"]))
            channels = block["filters"]
        self.features = channels

    def forward(self, x):
        x = F.relu(self.norm(self.stem(x)), inplace=True)
        for block in self.blocks:
            x = block(x)
        return x.float().mean((2, 3))


def fold(conv, norm):
    """The kernel and bias that do what `conv` followed by `norm` does in evaluation mode."""
    scale = norm.weight / (norm.running_var + norm.eps).sqrt()
    return conv.weight * scale[:, None, None, None], norm.bias - norm.running_mean * scale


@contextlib.contextmanager
def statistics_kept(encoder):
    """Batch norms normalise by their batch in here and leave their running statistics alone: those are to be of whole photos."""
    norms = [module for module in encoder.modules() if isinstance(module, nn.BatchNorm2d)]
    before = [norm.momentum for norm in norms]
    for norm in norms:
        norm.momentum = 0.0
    yield
    for norm, momentum in zip(norms, before):
        norm.momentum = momentum


@torch.no_grad()
def folded(encoder, head):
    """Named tensors in tfjs layouts (HWIO, depthwise HWC1, head [features, dim]); `head` is (kernel, bias)."""
    tensors = OrderedDict()

    def put(name, conv, norm):
        kernel, bias = fold(conv, norm)
        tensors[f"{name}/kernel"] = kernel.permute(2, 3, 0, 1) if conv.groups > 1 else kernel.permute(2, 3, 1, 0)
        tensors[f"{name}/bias"] = bias

    put("stem", encoder.stem, encoder.norm)
    for i, block in enumerate(encoder.blocks):
        put(f"block{i}/depthwise", block.depthwise, block.norm1)
        put(f"block{i}/pointwise", block.pointwise, block.norm2)
    tensors["head/kernel"], tensors["head/bias"] = head
    return OrderedDict((n, t.detach().float().cpu().contiguous().numpy()) for n, t in tensors.items())


@torch.no_grad()
def unfold(encoder, tensors, photos):
    """Fills `encoder` from folded tensors (name -> array). The batch norms, which the file lacks, are put back so that
    they change nothing on `photos` (float [n, 3, h, w] in [-1, 1]): their scale and shift undo their own statistics."""
    convs = [("stem", encoder.stem, encoder.norm)]
    for i, block in enumerate(encoder.blocks):
        convs += [(f"block{i}/depthwise", block.depthwise, block.norm1), (f"block{i}/pointwise", block.pointwise, block.norm2)]
    hooks = []
    for name, conv, norm in convs:
        kernel = torch.from_numpy(tensors[f"{name}/kernel"].astype("float32"))
        conv.weight.copy_(kernel.permute(2, 3, 0, 1) if conv.groups > 1 else kernel.permute(3, 2, 0, 1))
        bias = torch.from_numpy(tensors[f"{name}/bias"].astype("float32")).to(conv.weight.device)

        def measure(norm, inputs, bias=bias):
            variance, mean = torch.var_mean(inputs[0], (0, 2, 3), unbiased=False)
            norm.running_mean.copy_(mean)
            norm.running_var.copy_(variance)
            norm.weight.copy_((variance + norm.eps).sqrt())
            norm.bias.copy_(bias + mean)

        hooks.append(norm.register_forward_pre_hook(measure))
    training = encoder.training
    encoder.eval()(photos)
    encoder.train(training)
    for hook in hooks:
        hook.remove()


@torch.no_grad()
def embed(tensors, architecture, pixels):
    """The inference the app does: uint8 [n, 128, 128, 3] -> L2-normalised float32 [n, dim], from folded tensors."""
    def tensor(name):
        return torch.from_numpy(tensors[name].astype("float32"))

    def conv(x, name, stride, groups=1):
        kernel = tensor(f"{name}/kernel")
        kernel = kernel.permute(2, 3, 0, 1) if groups > 1 else kernel.permute(3, 2, 0, 1)
        return F.conv2d(x, kernel, tensor(f"{name}/bias"), stride, kernel.shape[-1] // 2, groups=groups)

    x = torch.from_numpy(pixels).permute(0, 3, 1, 2).float() / 127.5 - 1
    x = F.relu(conv(x, "stem", architecture["stem"]["stride"]))
    for i, block in enumerate(architecture["blocks"]):
        y = F.relu(conv(x, f"block{i}/depthwise", block["stride"], groups=x.shape[1]))
        y = conv(y, f"block{i}/pointwise", 1)
        x = F.relu(x + y if y.shape == x.shape and block["stride"] == 1 else y)
    return F.normalize(x.mean((2, 3)) @ tensor("head/kernel") + tensor("head/bias"), dim=1).numpy()
