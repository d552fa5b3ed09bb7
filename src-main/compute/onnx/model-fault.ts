// Why a model file is refused, as the end of a sentence: "model.onnx cannot be used: …".
export class ModelFault extends TypeError {}
