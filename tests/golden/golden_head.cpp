// The bifurcated head over clip-nano against the reference: values, losses, gradients and ten training steps.
#include "core/model/checkpoint/safetensors.h"
#include "core/model/clip/clip.h"
#include "core/model/head/head.h"
#include "core/training/objective/contrastive.h"
#include "core/training/optimiser/adam.h"
#include "golden/golden_checks.h"

namespace saysee::test {

namespace {

constexpr double kTolerance = 1e-5;

std::filesystem::path file() { return goldenDirectory() / "head.golden.safetensors"; }

struct Reference {
    model::TensorMap values;
    model::TensorMap parameters;
    model::ClipText text;

    [[nodiscard]] const at::Tensor& at(const std::string& name) const { return values.at(name); }
};

base::Result<Reference> readReference(at::TensorOptions target)
{
    SAYSEE_ASSIGN(model::Safetensors golden, model::readSafetensors(file()));
    SAYSEE_ASSIGN(const model::Checkpoint clip, model::readClipCheckpoint(goldenDirectory() / "clip-nano-hf"));
    SAYSEE_ASSIGN(const model::ClipConfig config, model::clipConfig(clip.config, "clip-nano"));
    model::Weights weights = clip.weights(target);
    SAYSEE_ASSIGN(model::ClipText text, model::ClipText::create(config, weights));
    model::TensorMap parameters;
    const std::string prefix = "param.";
    for (auto& [name, value] : golden.tensors) {
        value = value.to(target.device());
        if (name.starts_with(prefix))
            parameters[name.substr(prefix.size())] = value.clone();
    }
    return Reference {std::move(golden.tensors), std::move(parameters), std::move(text)};
}

model::HeadSpec spec()
{
    model::HeadSpec spec;
    spec.channel = {.recogniserWidth = 64, .width = 128, .dimension = 64, .attentionHeads = 8, .feedForward = 4096};
    spec.fusion = model::FusionKind::Sum;
    return spec;
}

struct Pass {
    at::Tensor sound;
    at::Tensor words;
    at::Tensor fused;
    training::HeadLoss loss;
};

// The reference cuts long texts so that the prompts fit the context; the last token left becomes the end token.
at::Tensor cutForPrompts(const at::Tensor& tokens, const model::ClipConfig& config, std::int64_t prompts)
{
    const at::Tensor cut = tokens.narrow(1, 0, config.context - prompts).clone();
    const at::Tensor last = cut.select(1, cut.size(1) - 1);
    last.masked_fill_(last.ne(0), config.endToken);
    return cut;
}

Pass run(const Reference& reference, const model::Head& head, const at::Tensor& padding)
{
    Pass pass;
    pass.sound = head.sound(reference.at("audio_hidden"), padding);
    const at::Tensor tokens =
        cutForPrompts(reference.at("token_ids"), reference.text.config(), head.prompts().size(0));
    pass.words = reference.text.encodeWithPrompts(tokens, head.prompts());
    pass.fused = head.fuse(pass.words, pass.sound, at::ones({pass.words.size(0)}, pass.words.options())).vector;
    pass.loss =
        training::headLoss(pass.fused, pass.words, pass.sound, model::unitLength(reference.at("image_embeddings")),
                           reference.at("image_ids"), {});
    return pass;
}

// The first sentence that says something.
std::string first(std::initializer_list<std::string> problems)
{
    for (const std::string& problem : problems) {
        if (!problem.empty())
            return problem;
    }
    return {};
}

std::string valuesAndGradients(const std::string& prefix, const std::string& device)
{
    const auto target = at::TensorOptions(at::kFloat).device(at::Device(device));
    const auto reference = readReference(target);
    if (!reference)
        return reference.error().message;
    const auto head = model::Head::fromTensors(reference->parameters, spec(), "golden", target);
    if (!head)
        return head.error().message;
    training::requireGradients(head->tensors());
    const at::Tensor padding = prefix == "masked." ? reference->at("padding_mask").to(at::kBool) : at::Tensor();
    const Pass pass = run(*reference, *head, padding);
    pass.loss.total.backward();

    const auto agrees = [&](const std::string& name, const at::Tensor& actual) {
        const at::Tensor& expected = reference->at(prefix + name);
        return compare(name, actual.detach().reshape(expected.sizes()), expected, kTolerance);
    };
    const auto gradient = [&](const std::string& name) {
        return agrees("grad." + name, head->tensors().at(name).grad());
    };
    return first({agrees("audio", pass.sound), agrees("text", pass.words), agrees("fused_normalised", pass.fused),
                  agrees("outer", pass.loss.outer), agrees("inner", pass.loss.inner), agrees("loss", pass.loss.total),
                  gradient("prompts"), gradient("audio_in.weight"), gradient("out.weight")});
}

std::string tenSteps(const std::string& device)
{
    const auto target = at::TensorOptions(at::kFloat).device(at::Device(device));
    const auto reference = readReference(target);
    if (!reference)
        return reference.error().message;
    const auto head = model::Head::fromTensors(reference->parameters, spec(), "golden", target);
    if (!head)
        return head.error().message;
    training::requireGradients(head->tensors());
    training::Adam adam(head->tensors(), {.weightDecay = 1e-6});
    const at::Tensor padding = reference->at("padding_mask").to(at::kBool);
    const at::Tensor& expected = reference->at("train10.loss");
    for (std::int64_t step = 0; step < expected.size(0); ++step) {
        const at::Tensor loss = run(*reference, *head, padding).loss.total;
        const std::string problem =
            compare("loss of step " + std::to_string(step), loss.detach(), expected[step], kTolerance);
        if (!problem.empty())
            return problem;
        loss.backward();
        adam.step(1e-3, 4.0);
    }
    return compare("prompts after ten steps", head->prompts().detach(), reference->at("train10.prompts"), kTolerance);
}

}  // namespace

std::vector<GoldenCheck> headChecks()
{
    return {
        {"head, without padding mask", file(),
         [](const auto& device) { return valuesAndGradients("unmasked.", device); }},
        {"head, with padding mask", file(), [](const auto& device) { return valuesAndGradients("masked.", device); }},
        {"head, ten training steps", file(), tenSteps},
    };
}

}  // namespace saysee::test
