#include "core/training/objective/recall.h"

#include <ATen/ATen.h>

namespace saysee::training {

double recallAt(const at::Tensor& queries, const at::Tensor& candidates, const at::Tensor& target, std::int64_t k)
{
    if (queries.size(0) == 0)
        return 0;
    const at::Tensor scores = at::matmul(queries, candidates.t());  // [N, M]
    const at::Tensor own = scores.gather(1, target.unsqueeze(1));  // [N, 1]
    const at::Tensor notWorse = scores.ge(own).sum(1);  // [N], the target itself included
    return notWorse.le(k).to(at::kFloat).mean().item<double>();
}

}  // namespace saysee::training
