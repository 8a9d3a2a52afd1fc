#include "core/training/voice/heard.h"

#include "core/base/files.h"
#include "core/model/checkpoint/safetensors.h"
#include "core/training/voice/names.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace saysee::training {

using base::ErrorCode;

Words knownOrHeard(const model::EngineParts& parts, const std::string& corrected)
{
    const std::vector<std::string> words = wordsOf(corrected);
    const bool known = std::all_of(words.begin(), words.end(), [&](const std::string& word) {
        const auto tokens = parts.recogniser->tokenizer().encode(" " + word);
        return tokens && tokens->size() == 1;
    });
    return known && !words.empty() ? Words::Known : Words::Heard;
}

base::Result<Heard> hear(model::EngineParts& parts, const audio::Clip& clip, double pace, Words words)
{
    const at::NoGradGuard noGrad;
    const audio::Clip played {pace == 1.0 ? clip.samples : model::playFaster(clip.view(), pace)};
    if (words == Words::Known && !parts.recogniser->multilingual()) {
        SAYSEE_ASSIGN(const at::Tensor states, parts.recogniser->states(played));
        return Heard {states.to(at::kHalf), {}, {}, "en"};
    }
    model::TranscribeOptions options = model::queryTranscription();
    options.temperatures = {0.0};  // a second try at a higher one is for answers that a person reads
    SAYSEE_ASSIGN(const auto recognition, parts.recogniser->recognise(played, options));
    Heard heard;
    heard.states = recognition.states.cpu().to(at::kHalf);  // [T, H]
    heard.language = recognition.transcript.language;
    if (recognition.transcript.noSpeech)
        return heard;
    heard.probabilities = recognition.transcript.posteriors();
    for (const auto& hypothesis : recognition.transcript.hypotheses)
        heard.texts.push_back(hypothesis.text);
    return heard;
}

base::Status saveHeard(const std::filesystem::path& file, const Heard& heard, const std::string& key)
{
    const nlohmann::json words = {
        {"texts", heard.texts}, {"probabilities", heard.probabilities}, {"language", heard.language}};
    return model::writeSafetensors(file, {{"states", heard.states}},
                                   {{"key", key}, {"words", base::jsonText(words)}});
}

base::Result<Heard> loadHeard(const std::filesystem::path& file, const std::string& key)
{
    SAYSEE_ASSIGN(const auto stored, model::readSafetensors(file));
    const auto of = [&](const char* name) {
        const auto found = stored.metadata.find(name);
        return found == stored.metadata.end() ? std::string() : found->second;
    };
    if (of("key") != key)
        return base::fail(ErrorCode::VersionMismatch, file.string() + " holds the features of something else.");
    SAYSEE_ASSIGN(const nlohmann::json words, base::parseJson(of("words"), file.string()));
    const auto states = stored.tensors.find("states");
    try {
        Heard heard;
        heard.texts = words.at("texts").get<std::vector<std::string>>();
        heard.probabilities = words.at("probabilities").get<std::vector<double>>();
        heard.language = words.at("language");
        if (states == stored.tensors.end() || states->second.dim() != 2
            || heard.texts.size() != heard.probabilities.size())
            return base::fail(ErrorCode::Corrupt, file.string() + " is damaged; remove it.");
        heard.states = states->second;
        return heard;
    } catch (const nlohmann::json::exception& error) {
        return base::fail(ErrorCode::Corrupt, file.string() + " is damaged; remove it.", error.what());
    }
}

}  // namespace saysee::training
