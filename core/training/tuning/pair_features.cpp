#include "core/training/tuning/pair_features.h"

#include "core/base/hash.h"
#include "core/base/log.h"

namespace saysee::training {
namespace {

base::Result<FeatureSet> make(const TunePair& pair, const TuneRequest& request, model::EngineParts& parts)
{
    FeatureMaker maker(parts);
    if (pair.recording.empty()) {
        SAYSEE_TRY(maker.addText(pair.text, 0));
        return maker.take();
    }
    SAYSEE_ASSIGN(const audio::Clip clip, request.readClip(pair));
    if (pair.text.empty())
        SAYSEE_TRY(maker.addSpeech(clip, 0, base::TaskContext {}));
    else
        SAYSEE_TRY(maker.addSpeech(clip, pair.text, 0));
    return maker.take();
}

}  // namespace

base::Result<FeatureSet> featuresOf(const TunePair& pair, const TuneRequest& request, model::EngineParts& parts)
{
    const std::string key = parts.networks.value + " " + base::sha256(pair.recording + "\n" + pair.text);
    const auto file = request.features / (base::sha256(key) + ".safetensors");
    const at::Tensor picture = at::tensor(at::ArrayRef<float>(pair.picture)).unsqueeze(0);  // [1, E]
    if (auto cached = loadFeatures(file, key); cached && cached->size() == 1) {
        cached->pictures = picture;
        return cached;
    }
    SAYSEE_ASSIGN(FeatureSet features, make(pair, request, parts));
    features.pictures = picture;
    if (const auto saved = saveFeatures(file, features, key); !saved)
        base::log(base::LogLevel::Warning, saved.error().message);
    return features;
}

}  // namespace saysee::training
