// What nearly every unit that touches a tensor needs; see saysee_use_torch. ATen alone, not torch/torch.h: autograd
// works through the dispatcher, and a unit compiles in a third of the time.
#pragma once
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>
