#include "core/text/whisper_tokenizer.h"

#include "core/base/files.h"
#include "core/text/bpe/byte_pair_encoder.h"
#include "core/text/unicode/rules.h"
#include "core/text/unicode/utf8.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace saysee::text {

namespace {

using base::ErrorCode;

constexpr int kTimestamps = 1501;  // 0.00 to 30.00 s
constexpr double kTimestampSeconds = 0.02;  // from one to the next
constexpr int kOriginalLanguages = 99;  // before large-v3 added Cantonese
constexpr int kSmallestMultilingual = 51'865;  // ids of the released multilingual vocabularies
constexpr std::array<std::string_view, 6> kSteering = {"<|translate|>",   "<|transcribe|>", "<|startoflm|>",
                                                       "<|startofprev|>", "<|nospeech|>",   "<|notimestamps|>"};

// In the order of their ids in the released vocabularies.
constexpr std::array<std::string_view, 100> kLanguages = {
    "en", "zh", "de", "es", "ru", "ko", "fr", "ja", "pt",  "tr", "pl", "ca", "nl", "ar", "sv", "it", "id",
    "hi", "fi", "vi", "he", "uk", "el", "ms", "cs", "ro",  "da", "hu", "ta", "no", "th", "ur", "hr", "bg",
    "lt", "la", "mi", "ml", "cy", "sk", "te", "fa", "lv",  "bn", "sr", "az", "sl", "kn", "et", "mk", "br",
    "eu", "is", "hy", "ne", "mn", "bs", "kk", "sq", "sw",  "gl", "mr", "pa", "si", "km", "sn", "yo", "so",
    "af", "oc", "ka", "be", "tg", "sd", "gu", "am", "yi",  "lo", "uz", "fo", "ht", "ps", "tk", "nn", "mt",
    "sa", "lb", "my", "bo", "tl", "mg", "as", "tt", "haw", "ln", "ha", "ba", "jw", "su", "yue"};

// Signs that annotate speech instead of transcribing it (whisper/tokenizer.py, non_speech_tokens): a token is
// suppressed when it is one of these whole, with or without a space before it.
constexpr std::array<std::string_view, 45> kAnnotations = {
    "\"",  "#",  "(",   ")",  "*",  "+",  "/",   ":",  ";",      "<",      "=",      ">",      "@",  "[",  "\\",
    "]",   "^",  "_",   "`",  "{",  "|",  "}",   "~",  "\u300C", "\u300D", "\u300E", "\u300F", "<<", ">>", "<<<",
    ">>>", "--", "---", "-(", "-[", "('", "(\"", "((", "))",     "(((",    ")))",    "[[",     "]]", "{{", "}}"};
constexpr std::array<std::string_view, 2> kNoteRuns = {"\u266A\u266A", "\u266A\u266A\u266A"};
// Musical signs: suppressed by their first token, as some take two.
constexpr std::array<std::string_view, 7> kMusic = {"\u2669", "\u266A", "\u266B", "\u266C",
                                                    "\u266D", "\u266E", "\u266F"};

tl::unexpected<base::Error> unusable(const std::filesystem::path& path, const std::string& why)
{
    return base::fail(ErrorCode::Corrupt, "The vocabulary " + path.string() + " " + why + ".");
}

// The .tiktoken file: `path` itself or the one in the folder that fits; empty for Hugging Face's files.
std::filesystem::path tiktokenFile(const std::filesystem::path& path, bool multilingual)
{
    std::error_code error;
    if (!std::filesystem::is_directory(path, error))
        return path.extension() == ".json" ? std::filesystem::path() : path;
    for (const char* name : {"vocab.json", "tokenizer.json"})
        if (std::filesystem::exists(path / name, error))
            return {};
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::directory_iterator(path, error))
        if (entry.path().extension() == ".tiktoken")
            found.push_back(entry.path());
    if (found.size() == 1)
        return found.front();
    const auto usual = path / (multilingual ? "multilingual.tiktoken" : "gpt2.tiktoken");
    return std::filesystem::exists(usual, error) ? usual : std::filesystem::path();
}

// A .tiktoken file holds ranks only; the special tokens follow in a fixed order.
base::Status addSpecials(const std::filesystem::path& path, int size, Vocabulary& vocabulary)
{
    int next = static_cast<int>(vocabulary.ids.size());
    const int others = 2 + static_cast<int>(kSteering.size()) + kTimestamps;
    const int languages = size == 0 ? kOriginalLanguages : size - next - others;
    if (languages < 1 || languages > static_cast<int>(kLanguages.size()))
        return unusable(
            path, "has " + std::to_string(next) + " tokens, which does not fit a network of " + std::to_string(size));
    const auto add = [&](std::string token) { vocabulary.added.emplace(std::move(token), next++); };
    add("<|endoftext|>");
    add("<|startoftranscript|>");
    for (int i = 0; i < languages; ++i)
        add("<|" + std::string(kLanguages[static_cast<std::size_t>(i)]) + "|>");
    for (const std::string_view token : kSteering)
        add(std::string(token));
    return {};
}

base::Result<WhisperSpecials> findSpecials(const std::filesystem::path& path, const Vocabulary& vocabulary)
{
    WhisperSpecials specials;
    struct Named {
        const char* name;
        int* id;
    };
    const std::array<Named, 7> required = {{{"<|endoftext|>", &specials.endOfText},
                                            {"<|startoftranscript|>", &specials.startOfTranscript},
                                            {"<|translate|>", &specials.translate},
                                            {"<|transcribe|>", &specials.transcribe},
                                            {"<|startoflm|>", &specials.startOfLm},
                                            {"<|startofprev|>", &specials.startOfPrevious},
                                            {"<|notimestamps|>", &specials.noTimestamps}}};
    for (const Named& token : required) {
        const auto found = vocabulary.added.find(token.name);
        if (found == vocabulary.added.end())
            return unusable(path, std::string("has no token ") + token.name + ", so it is not Whisper's");
        *token.id = found->second;
    }
    // Early conversions call the no-speech token a caption's end.
    auto noSpeech = vocabulary.added.find("<|nospeech|>");
    if (noSpeech == vocabulary.added.end())
        noSpeech = vocabulary.added.find("<|nocaptions|>");
    if (noSpeech == vocabulary.added.end())
        return unusable(path, "has no token <|nospeech|>, so it is not Whisper's");
    specials.noSpeech = noSpeech->second;
    specials.timestampBegin = specials.noTimestamps + 1;
    return specials;
}

std::vector<WhisperLanguage> findLanguages(const Vocabulary& vocabulary, const WhisperSpecials& specials)
{
    std::vector<WhisperLanguage> languages;
    for (const auto& [token, id] : vocabulary.added)
        if (id > specials.startOfTranscript && id < specials.translate && token.size() > 4 && token.starts_with("<|")
            && token.ends_with("|>"))
            languages.push_back({token.substr(2, token.size() - 4), id});
    std::sort(languages.begin(), languages.end(), [](const auto& a, const auto& b) { return a.token < b.token; });
    return languages;
}

// The ids of annotating signs and of the tokens that only the caller may feed.
std::vector<int> findSuppressed(const BytePairEncoder& encoder, const WhisperSpecials& specials)
{
    std::set<int> ids;
    const auto encoded = [&](std::string_view word) {
        std::vector<int> tokens;
        encoder.encode(word, tokens);
        return tokens;
    };
    ids.insert(encoded(" -").front());
    ids.insert(encoded(" '").front());
    const auto suppressWhole = [&](std::string_view sign) {
        for (const std::string& word : {std::string(sign), " " + std::string(sign)})
            if (const auto tokens = encoded(word); tokens.size() == 1)
                ids.insert(tokens.front());
    };
    std::for_each(kAnnotations.begin(), kAnnotations.end(), suppressWhole);
    std::for_each(kNoteRuns.begin(), kNoteRuns.end(), suppressWhole);
    for (const std::string_view sign : kMusic)
        for (const std::string& word : {std::string(sign), " " + std::string(sign)})
            ids.insert(encoded(word).front());
    ids.insert({specials.startOfTranscript, specials.translate, specials.transcribe, specials.startOfLm,
                specials.startOfPrevious, specials.noSpeech});
    return {ids.begin(), ids.end()};
}

// What generation_config.json beside the vocabulary says, if anything.
std::optional<bool> declaredMultilingual(const std::filesystem::path& folder)
{
    const auto config = base::readJson(folder / "generation_config.json");
    if (!config || !config->is_object() || !config->contains("is_multilingual")
        || !(*config)["is_multilingual"].is_boolean())
        return std::nullopt;
    return (*config)["is_multilingual"].get<bool>();
}

std::string spellTimestamp(double seconds)
{
    const auto hundredths = static_cast<int>(std::lround(seconds * 100));
    const std::string fraction = std::to_string(hundredths % 100);
    return "<|" + std::to_string(hundredths / 100) + "." + (fraction.size() < 2 ? "0" : "") + fraction + "|>";
}

}  // namespace

struct WhisperTokenizer::State {
    BytePairEncoder encoder;
    std::vector<std::string> spelling;  // by id: bytes of ordinary tokens, names of special ones
    std::vector<bool> special;  // by id, timestamps included
    WhisperSpecials specials;
    std::vector<WhisperLanguage> languages;
    std::vector<int> suppressed;
    std::vector<int> suppressedAtBegin;
    int vocabularySize = 0;
    bool multilingual = false;
};

WhisperTokenizer::WhisperTokenizer(std::shared_ptr<const State> state) : m_state(std::move(state)) { }

base::Result<WhisperTokenizer> WhisperTokenizer::load(const std::filesystem::path& path, const Options& options)
{
    std::error_code error;
    if (!std::filesystem::exists(path, error))
        return base::fail(ErrorCode::ModelMissing, "There is no tokenizer at " + path.string() + ".");
    const auto folder = std::filesystem::is_directory(path, error) ? path : path.parent_path();
    std::optional<bool> multilingual = options.multilingual ? options.multilingual : declaredMultilingual(folder);
    const auto tiktoken = tiktokenFile(
        path, multilingual.value_or(options.vocabularySize == 0 || options.vocabularySize >= kSmallestMultilingual));
    SAYSEE_ASSIGN(Vocabulary vocabulary, tiktoken.empty() ? readHuggingFace(path) : readTiktoken(tiktoken));
    if (!tiktoken.empty())
        SAYSEE_TRY(addSpecials(tiktoken, options.vocabularySize, vocabulary));

    State state;
    SAYSEE_ASSIGN(state.specials, findSpecials(path, vocabulary));
    // Vocabularies without timestamp tokens, as first converted and as .tiktoken, still mean them.
    state.vocabularySize = vocabulary.size();
    if (state.vocabularySize == state.specials.timestampBegin)
        state.vocabularySize += kTimestamps;
    if (options.vocabularySize != 0 && state.vocabularySize != options.vocabularySize)
        return unusable(path,
                        "holds " + std::to_string(state.vocabularySize) + " tokens, but the network was trained with "
                            + std::to_string(options.vocabularySize));
    auto encoder = BytePairEncoder::build(vocabulary, "");
    if (!encoder)
        return tl::unexpected(base::within(path.string(), std::move(encoder).error()));
    state.encoder = std::move(*encoder);
    state.multilingual = multilingual.value_or(state.vocabularySize >= kSmallestMultilingual);
    state.languages = findLanguages(vocabulary, state.specials);
    if (state.multilingual && state.languages.empty())
        return unusable(path, "is said to be multilingual, but names no language");
    state.suppressed = findSuppressed(state.encoder, state.specials);
    state.encoder.encode(" ", state.suppressedAtBegin);
    state.suppressedAtBegin.push_back(state.specials.endOfText);
    state.spelling.resize(static_cast<std::size_t>(state.vocabularySize));
    for (const auto& [token, id] : vocabulary.ids)
        state.spelling[static_cast<std::size_t>(id)] = bytesOfPrintable(token);
    for (const auto& [token, id] : vocabulary.added)
        state.spelling[static_cast<std::size_t>(id)] = token;
    state.special.resize(state.spelling.size());
    for (const auto& [token, id] : vocabulary.added)
        state.special[static_cast<std::size_t>(id)] = true;
    for (int id = state.specials.timestampBegin; id < state.vocabularySize; ++id)
        state.special[static_cast<std::size_t>(id)] = true;
    return WhisperTokenizer(std::make_shared<State>(std::move(state)));
}

base::Result<std::vector<int>> WhisperTokenizer::encode(std::string_view text) const
{
    const std::string valid = repairUtf8(text);
    SAYSEE_ASSIGN(const auto words, cutWords(valid, WordPattern::Gpt2));
    std::vector<int> ids;
    for (const std::string_view word : words)
        m_state->encoder.encode(word, ids);
    return ids;
}

std::string WhisperTokenizer::decode(std::span<const int> ids, SpecialTokens specials) const
{
    std::string bytes;
    for (const int id : ids) {
        if (id < 0 || id >= m_state->vocabularySize)
            continue;
        if (m_state->special[static_cast<std::size_t>(id)] && specials == SpecialTokens::Drop)
            continue;
        bytes += isTimestamp(id) ? spellTimestamp(seconds(id)) : m_state->spelling[static_cast<std::size_t>(id)];
    }
    return repairUtf8(bytes);
}

std::optional<int> WhisperTokenizer::languageToken(std::string_view code) const
{
    for (const WhisperLanguage& language : m_state->languages)
        if (language.code == code)
            return language.token;
    return std::nullopt;
}

std::string_view WhisperTokenizer::languageCode(int token) const
{
    for (const WhisperLanguage& language : m_state->languages)
        if (language.token == token)
            return language.code;
    return {};
}

bool WhisperTokenizer::isTimestamp(int id) const
{
    return id >= m_state->specials.timestampBegin && id < m_state->vocabularySize;
}

double WhisperTokenizer::seconds(int timestamp) const
{
    return (timestamp - m_state->specials.timestampBegin) * kTimestampSeconds;
}

const WhisperSpecials& WhisperTokenizer::specials() const { return m_state->specials; }
bool WhisperTokenizer::isMultilingual() const { return m_state->multilingual; }
int WhisperTokenizer::vocabularySize() const { return m_state->vocabularySize; }
const std::vector<WhisperLanguage>& WhisperTokenizer::languages() const { return m_state->languages; }
const std::vector<int>& WhisperTokenizer::suppressed() const { return m_state->suppressed; }
const std::vector<int>& WhisperTokenizer::suppressedAtBegin() const { return m_state->suppressedAtBegin; }

}  // namespace saysee::text
