// CLIP's towers against the reference's features, from both file formats.
#include "core/model/checkpoint/safetensors.h"
#include "core/model/clip/clip.h"
#include "golden/golden_checks.h"

namespace saysee::test {

namespace {

struct Loaded {
    model::Checkpoint checkpoint;
    model::ClipConfig config;
    model::TensorMap golden;
};

base::Result<Loaded> load(const char* file)
{
    Loaded loaded;
    SAYSEE_ASSIGN(loaded.checkpoint, model::readClipCheckpoint(goldenDirectory() / file));
    SAYSEE_ASSIGN(loaded.config, model::clipConfig(loaded.checkpoint.config, file));
    SAYSEE_ASSIGN(model::Safetensors golden,
                  model::readSafetensors(goldenDirectory() / "clip-nano.golden.safetensors"));
    loaded.golden = std::move(golden.tensors);
    return loaded;
}

std::string textFeatures(const char* file, const Precision& precision)
{
    const auto loaded = load(file);
    if (!loaded)
        return loaded.error().message;
    model::Weights weights = loaded->checkpoint.weights(precision.options);
    const auto tower = model::ClipText::create(loaded->config, weights);
    if (!tower)
        return tower.error().message;
    const at::Tensor& tokens = loaded->golden.at("token_ids");
    const at::Tensor& expected = loaded->golden.at("text_features");
    if (std::string problem =
            compare("text features in one batch", tower->encode(tokens), expected, precision.tolerance);
        !problem.empty())
        return problem;
    for (std::int64_t row = 0; row < tokens.size(0); ++row) {
        const at::Tensor alone = tower->encode(tokens.narrow(0, row, 1));
        if (std::string problem = compare("text features of row " + std::to_string(row), alone,
                                          expected.narrow(0, row, 1), precision.tolerance);
            !problem.empty())
            return problem;
    }
    return {};
}

std::string imageFeatures(const char* file, const Precision& precision)
{
    const auto loaded = load(file);
    if (!loaded)
        return loaded.error().message;
    model::Weights weights = loaded->checkpoint.weights(precision.options);
    const auto tower = model::ClipVision::create(loaded->config, weights);
    if (!tower)
        return tower.error().message;
    std::vector<at::Tensor> pixels;
    for (int i = 0; i < 4; ++i)
        pixels.push_back(loaded->golden.at("pixels." + std::to_string(i)));
    return compare("image features", tower->encode(at::stack(pixels)), loaded->golden.at("image_features"),
                   precision.tolerance);
}

}  // namespace

std::vector<GoldenCheck> clipChecks()
{
    std::vector<GoldenCheck> checks;
    for (const char* const file : {"clip-nano-hf", "clip-nano-openai/nano.pt"}) {
        const std::filesystem::path needs = goldenDirectory() / file;
        checks.push_back({std::string("clip text, ") + file, needs, [file](const std::string& device) {
                              return inAllPrecisions(
                                  device, [&](const Precision& precision) { return textFeatures(file, precision); });
                          }});
        checks.push_back({std::string("clip image, ") + file, needs, [file](const std::string& device) {
                              return inAllPrecisions(
                                  device, [&](const Precision& precision) { return imageFeatures(file, precision); });
                          }});
    }
    return checks;
}

}  // namespace saysee::test
