#include "core/model/runtime/engine_parts.h"

#include "core/base/files.h"
#include "core/model/devices.h"
#include "core/model/pack.h"
#include "core/model/packs/fingerprint.h"
#include "core/model/packs/preprocess_json.h"

#include <ATen/Parallel.h>
#include <array>
#include <sstream>
#include <utility>

namespace saysee::model {

using base::ErrorCode;
using base::fail;
using std::filesystem::path;

namespace {

// Whatever is wrong with a model's file, the way out is the same: get the model.
base::Error asModelError(base::Error error)
{
    const bool ofFile = error.code == ErrorCode::NotFound || error.code == ErrorCode::Corrupt
        || error.code == ErrorCode::UnsupportedFormat || error.code == ErrorCode::Io;
    if (ofFile)
        error.code = ErrorCode::ModelMissing;
    return error;
}

// What is loaded from where: the pack's parts, replaced by those that were named.
struct Sources {
    std::optional<Pack> pack;
    path recogniser;
    path imageText;
    path head;

    [[nodiscard]] const Pack* packOrNull() const { return pack ? &*pack : nullptr; }
};

base::Result<Sources> findSources(const EngineSpec& spec)
{
    Sources sources;
    if (!spec.pack.empty()) {
        SAYSEE_ASSIGN(sources.pack, readPack(spec.pack));
        sources.recogniser = sources.pack->recogniser;
        sources.imageText = sources.pack->imageText;
        const bool ownNetworks = spec.recogniser.empty() && spec.imageText.empty();
        if (ownNetworks)
            sources.head = sources.pack->head;
        if (ownNetworks && spec.head.empty())
            SAYSEE_TRY(checkPack(*sources.pack));
    }
    for (const auto& [replacement, part] :
         {std::pair(&spec.recogniser, &sources.recogniser), std::pair(&spec.imageText, &sources.imageText),
          std::pair(&spec.head, &sources.head)}) {
        if (!replacement->empty())
            *part = *replacement;
    }
    if (sources.recogniser.empty() && sources.imageText.empty())
        return fail(ErrorCode::ModelMissing,
                    "No model was named: choose a pack, a recogniser or an image-text model.");
    return sources;
}

path tokenizerFolder(const path& origin)
{
    std::error_code error;
    return std::filesystem::is_directory(origin, error) ? origin : origin.parent_path();
}

// Computes in single precision on the CPU, in half precision on a GPU.
at::TensorOptions networkOptions(at::Device device)
{
    return at::TensorOptions(device.is_cpu() ? at::kFloat : at::kHalf).device(device);
}

std::string describeWhisper(const WhisperConfig& config)
{
    for (const char* const size : {"tiny", "base", "small", "medium", "large-v3", "turbo"}) {
        for (const char* const suffix : {"", ".en"}) {
            const auto shape = whisperConfigOfShape(std::string(size) + suffix);
            if (shape && *shape == config)
                return "Whisper " + std::string(size) + suffix;
        }
    }
    return "Whisper, " + std::to_string(config.width) + " wide, " + std::to_string(config.audioLayers) + "+"
        + std::to_string(config.textLayers) + " layers";
}

std::string describeClip(const ClipConfig& config)
{
    const auto name = [&]() -> std::string {
        if (config.vision.width == 768 && config.vision.layers == 12)
            return "ViT-B/";
        if (config.vision.width == 1024 && config.vision.layers == 24)
            return "ViT-L/";
        return "ViT " + std::to_string(config.vision.width) + "x" + std::to_string(config.vision.layers) + "/";
    };
    return "CLIP " + name() + std::to_string(config.patchSize) + ", " + std::to_string(config.imageSize) + " px";
}

// What decides over an image vector besides the weights.
std::string canonicalText(const ClipConfig& config)
{
    std::ostringstream text;
    text << "vit " << config.vision.width << ' ' << config.vision.layers << ' ' << config.vision.heads << ' '
         << config.vision.feedForward << ' ' << config.vision.epsilon << ' '
         << (config.vision.activation == Activation::Gelu ? "gelu" : "quick_gelu") << ' ' << config.patchSize << ' '
         << config.imageSize << ' ' << config.embedding;
    return text.str();
}

base::Result<image::PreprocessSpec> findPreprocess(const Sources& sources, const ClipConfig& config)
{
    image::PreprocessSpec spec;
    spec.size = static_cast<int>(config.imageSize);
    const path file = tokenizerFolder(sources.imageText) / "preprocessor_config.json";
    std::error_code error;
    const bool ofPack = sources.pack && sources.pack->imageText == sources.imageText && sources.pack->preprocess;
    if (ofPack) {
        spec = *sources.pack->preprocess;
    } else if (std::filesystem::exists(file, error)) {
        SAYSEE_ASSIGN(const nlohmann::json json, base::readJson(file));
        SAYSEE_ASSIGN(spec, preprocessFromHuggingFace(json, file.string()));
    }
    if (spec.size != config.imageSize)
        return fail(ErrorCode::Corrupt,
                    sources.imageText.string() + " takes pictures of " + std::to_string(config.imageSize)
                        + " pixels, but its preprocessing makes " + std::to_string(spec.size) + ".");
    return spec;
}

class Loader {
public:
    Loader(Sources sources, const base::TaskContext& task) : m_sources(std::move(sources)), m_task(task) { }

    base::Result<EngineParts> load(const DeviceChoice& device)
    {
        m_parts.device = at::Device(device.name);
        m_parts.info.device = device.name;
        m_parts.info.deviceNote = device.note;
        m_parts.info.fusion = "words only";
        if (m_sources.pack) {
            m_parts.info.packName = m_sources.pack->name;
            if (m_sources.recogniser == m_sources.pack->recogniser)
                m_parts.info.languages = m_sources.pack->languages;
        }
        SAYSEE_TRY(loadRecogniser());
        SAYSEE_TRY(loadImageText());
        SAYSEE_TRY(loadHead());
        return std::move(m_parts);
    }

private:
    base::Status begin(const char* phase)
    {
        if (m_task.stopRequested())
            return base::cancelled();
        m_task.progress({phase, 0, 0});
        return {};
    }

    base::Result<std::string> hashOf(std::span<const path> files)
    {
        return fingerprint(files, m_sources.packOrNull(), m_task);
    }

    base::Status loadRecogniser()
    {
        if (m_sources.recogniser.empty())
            return {};
        SAYSEE_TRY(begin("Loading the recogniser"));
        SAYSEE_ASSIGN(const Checkpoint checkpoint, readWhisperCheckpoint(m_sources.recogniser));
        SAYSEE_ASSIGN(const WhisperConfig config,
                      whisperConfigFromJson(checkpoint.config, m_sources.recogniser.string()));
        text::WhisperTokenizer::Options options;
        options.vocabularySize = config.vocabulary;
        SAYSEE_ASSIGN(auto tokenizer, text::WhisperTokenizer::load(tokenizerFolder(m_sources.recogniser), options));
        SAYSEE_ASSIGN(m_parts.recogniser,
                      WhisperRecogniser::create(checkpoint, std::move(tokenizer), m_parts.device));
        SAYSEE_ASSIGN(m_recogniserHash, hashOf(checkpoint.files));
        m_parts.info.recogniser = describeWhisper(config);
        if (m_parts.info.languages.empty())
            m_parts.info.languages = m_parts.recogniser->languages();
        return {};
    }

    base::Status loadImageText()
    {
        if (m_sources.imageText.empty())
            return {};
        SAYSEE_TRY(begin("Loading the image-text model"));
        SAYSEE_ASSIGN(const Checkpoint checkpoint, readClipCheckpoint(m_sources.imageText));
        SAYSEE_ASSIGN(ClipConfig config, clipConfig(checkpoint.config, m_sources.imageText.string()));
        text::ClipTokenizer::Options options;
        options.vocabularySize = static_cast<int>(config.vocabulary);
        options.contextLength = static_cast<int>(config.context);
        SAYSEE_ASSIGN(m_parts.tokenizer, text::ClipTokenizer::load(tokenizerFolder(m_sources.imageText), options));
        config.endToken = m_parts.tokenizer->endOfText();  // published configurations name another, or none
        Weights weights = checkpoint.weights(networkOptions(m_parts.device));
        SAYSEE_ASSIGN(m_parts.text, ClipText::create(config, weights));
        SAYSEE_ASSIGN(m_parts.vision, ClipVision::create(config, weights));
        SAYSEE_ASSIGN(m_parts.info.preprocess, findPreprocess(m_sources, config));
        m_parts.info.imageText = describeClip(config);
        m_parts.info.dimension = static_cast<int>(config.embedding);
        SAYSEE_ASSIGN(const std::string hash, hashOf(checkpoint.files));
        m_parts.info.imageSpace = spaceOf(
            std::array {std::string("image"), hash, canonicalText(config), canonicalText(m_parts.info.preprocess)});
        m_parts.info.querySpace =
            spaceOf(std::array {std::string("query"), m_parts.info.imageSpace.value, m_recogniserHash});
        m_parts.networks = m_parts.info.querySpace;
        m_parts.info.untunedSpace = m_parts.info.querySpace;
        return {};
    }

    base::Status loadHead()
    {
        if (m_sources.head.empty() || !m_parts.text)
            return {};
        SAYSEE_TRY(begin("Loading the head"));
        SAYSEE_ASSIGN(m_parts.head, Head::load(m_sources.head, at::TensorOptions(at::kFloat).device(m_parts.device)));
        const HeadSpec& spec = m_parts.head->spec();
        const ClipConfig& clip = m_parts.text->config();
        const bool fitsText = spec.channel.width == clip.text.width && spec.channel.dimension == clip.embedding
            && spec.prompts + 3 <= clip.context;
        const bool fitsSpeech =
            !m_parts.recogniser || spec.channel.recogniserWidth == m_parts.recogniser->config().width;
        if (!fitsText || !fitsSpeech)
            return fail(ErrorCode::Corrupt,
                        m_sources.head.string()
                            + " was trained for another recogniser or image-text model: its "
                              "dimensions do not fit the loaded ones.");
        m_parts.info.fusion = fusionName(spec.fusion);
        SAYSEE_ASSIGN(const std::string hash, hashOf(std::array {m_sources.head}));
        m_parts.info.querySpace = spaceOf(std::array {m_parts.info.querySpace.value, hash});
        m_parts.info.untunedSpace = m_parts.info.querySpace;
        m_parts.ownHead = m_parts.head;
        return {};
    }

    Sources m_sources;
    const base::TaskContext& m_task;
    EngineParts m_parts;
    std::string m_recogniserHash;
};

}  // namespace

base::Result<EngineParts> loadParts(const EngineSpec& spec, const base::TaskContext& task)
{
    SAYSEE_ASSIGN(const DeviceChoice device, chooseDevice(spec.device, systemProbe()));
    if (spec.threads < 0)
        return fail(ErrorCode::InvalidArgument, "The number of threads cannot be negative.");
    at::set_num_threads(spec.threads > 0 ? spec.threads : physicalCores());
    auto sources = findSources(spec);
    if (!sources)
        return tl::unexpected(asModelError(std::move(sources).error()));
    auto parts = Loader(std::move(*sources), task).load(device);
    if (!parts)
        return tl::unexpected(asModelError(std::move(parts).error()));
    return parts;
}

}  // namespace saysee::model
