// CLIP's towers against the reference's features, from both file formats.
#include "core/model/checkpoint/safetensors.h"
#include "core/model/clip/clip.h"
#include "golden/golden_checks.h"

namespace saysee::test {

namespace {

constexpr double kTolerance = 2e-3;  // relative, of features: golden/README.md

at::TensorOptions on(const std::string& device) { return at::TensorOptions(at::kFloat).device(at::Device(device)); }

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

std::string textFeatures(const char* file, const std::string& device)
{
    const auto loaded = load(file);
    if (!loaded)
        return loaded.error().message;
    model::Weights weights = loaded->checkpoint.weights(on(device));
    const auto tower = model::ClipText::create(loaded->config, weights);
    if (!tower)
        return tower.error().message;
    const at::Tensor& tokens = loaded->golden.at("token_ids");
    const at::Tensor& expected = loaded->golden.at("text_features");
    if (std::string problem = compare("text features in one batch", tower->encode(tokens), expected, kTolerance);
        !problem.empty())
        return problem;
    for (std::int64_t row = 0; row < tokens.size(0); ++row) {
        const at::Tensor alone = tower->encode(tokens.narrow(0, row, 1));
        if (std::string problem =
                compare("text features of row " + std::to_string(row), alone, expected.narrow(0, row, 1), kTolerance);
            !problem.empty())
            return problem;
    }
    return {};
}

std::string imageFeatures(const char* file, const std::string& device)
{
    const auto loaded = load(file);
    if (!loaded)
        return loaded.error().message;
    model::Weights weights = loaded->checkpoint.weights(on(device));
    const auto tower = model::ClipVision::create(loaded->config, weights);
    if (!tower)
        return tower.error().message;
    std::vector<at::Tensor> pixels;
    for (int i = 0; i < 4; ++i)
        pixels.push_back(loaded->golden.at("pixels." + std::to_string(i)));
    return compare("image features", tower->encode(at::stack(pixels)), loaded->golden.at("image_features"),
                   kTolerance);
}

}  // namespace

std::vector<GoldenCheck> clipChecks()
{
    std::vector<GoldenCheck> checks;
    for (const char* const file : {"clip-nano-hf", "clip-nano-openai/nano.pt"}) {
        const std::filesystem::path needs = goldenDirectory() / file;
        checks.push_back({std::string("clip text, ") + file, needs,
                          [file](const std::string& device) { return textFeatures(file, device); }});
        checks.push_back({std::string("clip image, ") + file, needs,
                          [file](const std::string& device) { return imageFeatures(file, device); }});
    }
    return checks;
}

}  // namespace saysee::test
