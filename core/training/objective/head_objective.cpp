#include "core/training/objective/head_objective.h"

#include "core/training/objective/recall.h"

#include <numeric>

namespace saysee::training {

HeadPass joinChannels(const model::Head& head, const at::Tensor& words, const FeatureBatch& batch)
{
    HeadPass pass;
    const at::Tensor heard = batch.confidence.gt(0).unsqueeze(1);  // [B, 1]
    pass.words = words * heard;
    const at::Tensor silent = batch.padding.all(1, true);  // [B, 1]: a written description
    pass.sound = head.sound(batch.states, batch.padding) * silent.logical_not();
    pass.fused = head.fuse(pass.words, pass.sound, batch.confidence).vector;
    return pass;
}

HeadPass runHead(const model::Head& head, const model::ClipText& text, const FeatureBatch& batch)
{
    return joinChannels(head, text.encodeWithPrompts(batch.tokens, head.prompts()), batch);
}

HeadScores scoreHead(const model::Head& head, const model::ClipText& text, const FeatureReader& reader,
                     std::int64_t batch, at::Device device)
{
    const at::NoGradGuard noGrad;
    std::vector<at::Tensor> words, sound, fused, share, target;
    const auto count = reader.features().size();
    for (std::int64_t first = 0; first < count; first += batch) {
        std::vector<std::int64_t> rows(static_cast<std::size_t>(std::min(batch, count - first)));
        std::iota(rows.begin(), rows.end(), first);
        const FeatureBatch part = reader.batch(rows, device);
        const HeadPass pass = runHead(head, text, part);
        words.push_back(model::unitLength(pass.words));
        sound.push_back(model::unitLength(pass.sound));
        fused.push_back(pass.fused);
        share.push_back(head.fuse(pass.words, pass.sound, part.confidence).soundShare);
        target.push_back(part.group);
    }
    if (fused.empty())
        return {};
    const at::Tensor pictures = reader.features().pictures.to(device);
    const at::Tensor right = at::cat(target);
    const at::Tensor all = at::cat(fused);
    return {recallAt(at::cat(words), pictures, right, 1), recallAt(at::cat(sound), pictures, right, 1),
            recallAt(all, pictures, right, 1), recallAt(all, pictures, right, 10),
            at::cat(share).mean().item<double>()};
}

}  // namespace saysee::training
