#include "core/training/voice/voice_material.h"

#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/base/log.h"
#include "core/training/tuning/request.h"
#include "core/training/voice/borrowed_head.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace saysee::training {

using base::ErrorCode;

namespace {

constexpr std::array kVariations = {0.93, 1.07};  // of the pace (speed perturbation, Ko et al. 2015); by measurement

}  // namespace

VoiceMaterial::VoiceMaterial(model::Engine& engine, const model::WhisperDecoder& decoder, const TuneRequest& request,
                             const model::Head& start, std::string description)
    : m_engine(engine), m_parts(model::partsOf(engine)), m_decoder(decoder), m_request(request), m_start(start),
      m_description(std::move(description)), m_file(request.work / "voice.json")
{
    if (start.voice() != nullptr)
        m_pace = start.voice()->pace();
}

void VoiceMaterial::add(std::int64_t row, bool learned)
{
    m_samples.push_back({row, learned, {}, {}, {}});
    m_total = 4 * m_samples.size();
}

base::Result<bool> VoiceMaterial::restore()
{
    if (!std::filesystem::exists(m_file))
        return false;
    SAYSEE_ASSIGN(const nlohmann::json kept, base::readJson(m_file));
    try {
        const auto& labels = kept.at("labels");
        if (kept.at("of") != m_description || labels.size() != m_samples.size())
            return tl::unexpected(holdsAnotherRun(m_request));
        for (std::size_t i = 0; i < m_samples.size(); ++i)
            m_samples[i].label = {labels[i].at("texts"), labels[i].at("weights")};
        m_pace = kept.at("pace").get<double>();
        m_labelled = true;
        return true;
    } catch (const nlohmann::json::exception& error) {
        return base::fail(ErrorCode::Corrupt, m_file.string() + " is damaged; remove it to start anew.",
                          error.what());
    }
}

base::Status VoiceMaterial::keep() const
{
    nlohmann::json labels = nlohmann::json::array();
    for (const VoiceSample& sample : m_samples)
        labels.push_back({{"texts", sample.label.texts}, {"weights", sample.label.weights}});
    return base::writeFileAtomically(m_file,
                                     base::jsonText({{"of", m_description}, {"pace", *m_pace}, {"labels", labels}}));
}

const TunePair& VoiceMaterial::pair(const VoiceSample& sample) const
{
    return m_request.pairs[static_cast<std::size_t>(sample.row)];
}

base::Result<bool> VoiceMaterial::advance()
{
    if (!m_pace)
        SAYSEE_TRY(paceStep());
    else if (m_heard < m_samples.size())
        SAYSEE_TRY(hearingStep(m_samples[m_heard++]));
    else if (m_varied < m_samples.size())
        SAYSEE_TRY(variationStep(m_samples[m_varied++]));
    else if (!m_labelled)
        SAYSEE_TRY(labelStep());
    else if (m_likely.size() < m_samples.size())
        SAYSEE_TRY(likelyStep(m_samples[m_likely.size()]));
    else
        return false;
    return true;
}

base::Status VoiceMaterial::paceStep()
{
    if (!m_paceSearch) {
        std::vector<const TunePair*> learned;
        for (const VoiceSample& sample : m_samples)
            if (sample.learned)
                learned.push_back(&pair(sample));
        m_paceSearch.emplace(m_parts, m_decoder, m_request, std::move(learned));
        m_total += m_paceSearch->total();
    }
    SAYSEE_ASSIGN(const bool more, m_paceSearch->advance());
    m_done = m_paceSearch->done();
    if (!more)
        m_pace = m_paceSearch->pace();
    return {};
}

base::Status VoiceMaterial::hearingStep(VoiceSample& sample)
{
    SAYSEE_ASSIGN(sample.heard, heardAt(pair(sample), *m_pace, knownOrHeard(m_parts, pair(sample).text)));
    ++m_done;
    return {};
}

base::Status VoiceMaterial::variationStep(VoiceSample& sample)
{
    ++m_done;
    if (!sample.learned)
        return {};
    for (const double variation : kVariations) {
        SAYSEE_ASSIGN(Heard heard, heardAt(pair(sample), *m_pace * variation, Words::Known));
        sample.variations.push_back(std::move(heard.states));
    }
    return {};
}

// Computed once, kept on disk.
base::Result<Heard> VoiceMaterial::heardAt(const TunePair& recording, double pace, Words words) const
{
    const std::string key = (words == Words::Known ? "states " : "voice ") + m_parts.networks.value + " "
        + std::to_string(pace) + " " + base::sha256(recording.recording);
    const auto file = m_request.features / (base::sha256(key) + ".safetensors");
    auto heard = loadHeard(file, key);
    if (heard)
        return heard;
    SAYSEE_ASSIGN(const audio::Clip clip, m_request.readClip(recording));
    SAYSEE_ASSIGN(heard, hear(m_parts, clip, pace, words));
    if (const auto saved = saveHeard(file, *heard, key); !saved)
        base::log(base::LogLevel::Warning, saved.error().message);
    return heard;
}

base::Status VoiceMaterial::labelStep()
{
    if (!m_labelMaker) {
        std::vector<LabelSource> sources;
        for (const VoiceSample& sample : m_samples)
            sources.push_back({pair(sample), sample.heard});
        m_labelMaker.emplace(m_engine, m_decoder, std::move(sources));
    }
    const BorrowedHead borrowed(m_parts, m_start);  // whichever is in use
    SAYSEE_ASSIGN(const bool more, m_labelMaker->advance());
    m_done = std::min(m_done + 1, m_total);
    if (more)
        return {};
    for (std::size_t i = 0; i < m_samples.size(); ++i)
        m_samples[i].label = m_labelMaker->labels()[i];
    m_labelled = true;
    return keep();
}

base::Status VoiceMaterial::likelyStep(const VoiceSample& sample)
{
    m_done = std::min(m_done + 1, m_total);
    at::Tensor likely = at::empty({0}, at::kLong);
    if (sample.usable())
        for (const std::string& text : sample.label.texts) {
            SAYSEE_ASSIGN(const Dictation one, dictation(sample.heard.states, sample.heard.language, text));
            likely = at::cat({likely, likelyTokens(m_decoder, one)});
        }
    m_likely.push_back(likely);
    return {};
}

base::Result<Dictation> VoiceMaterial::dictation(const at::Tensor& states, const std::string& language,
                                                 const std::string& text) const
{
    return dictate(states, text, language, m_parts.recogniser->tokenizer(), m_decoder.config().textContext);
}

}  // namespace saysee::training
