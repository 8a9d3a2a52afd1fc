#include "core/text/clip_tokenizer.h"

#include "core/base/files.h"
#include "core/text/bpe/byte_pair_encoder.h"
#include "core/text/clip/clauses.h"
#include "core/text/clip/clean.h"
#include "core/text/unicode/rules.h"
#include "core/text/unicode/utf8.h"

#include <utility>

namespace saysee::text {

namespace {

using base::ErrorCode;

constexpr int kOriginalContext = 77;  // of every CLIP that OpenAI released
constexpr int kMaxContext = 1 << 20;

// The original merge list: `path` itself or a file of its usual name in the folder; empty for Hugging Face's files.
std::filesystem::path mergeList(const std::filesystem::path& path)
{
    std::error_code error;
    if (!std::filesystem::is_directory(path, error))
        return path.extension() == ".json" ? std::filesystem::path() : path;
    for (const char* name : {"vocab.json", "tokenizer.json"})
        if (std::filesystem::exists(path / name, error))
            return {};
    for (const char* name : {"bpe_simple_vocab_16e6.txt", "bpe_simple_vocab_16e6.txt.gz"})
        if (std::filesystem::exists(path / name, error))
            return path / name;
    return {};
}

int contextIn(const nlohmann::json& json, const char* key)
{
    const auto value = json.is_object() ? json.find(key) : json.end();
    if (!json.is_object() || value == json.end() || !value->is_number_integer())
        return 0;
    const auto length = value->get<std::int64_t>();
    return length > 2 && length <= kMaxContext ? static_cast<int>(length) : 0;
}

// What the files beside the vocabulary say; files that cannot be read say nothing.
int declaredContext(const std::filesystem::path& folder)
{
    if (const auto config = base::readJson(folder / "config.json"); config && config->is_object()) {
        const auto text = config->find("text_config");
        if (const int length = contextIn(text == config->end() ? *config : *text, "max_position_embeddings"))
            return length;
    }
    if (const auto config = base::readJson(folder / "tokenizer_config.json"))
        return contextIn(*config, "model_max_length");
    return 0;
}

}  // namespace

struct ClipTokenizer::State {
    BytePairEncoder encoder;
    int startOfText = 0;
    int endOfText = 0;
    int contextLength = 0;
    int vocabularySize = 0;
};

ClipTokenizer::ClipTokenizer(std::shared_ptr<const State> state) : m_state(std::move(state)) { }

base::Result<ClipTokenizer> ClipTokenizer::load(const std::filesystem::path& path, const Options& options)
{
    std::error_code error;
    if (!std::filesystem::exists(path, error))
        return base::fail(ErrorCode::ModelMissing, "There is no tokenizer at " + path.string() + ".");
    const std::filesystem::path list = mergeList(path);
    SAYSEE_ASSIGN(const Vocabulary vocabulary,
                  list.empty() ? readHuggingFace(path) : readClipMergeList(list, options.vocabularySize));
    const auto start = vocabulary.added.find("<|startoftext|>");
    const auto end = vocabulary.added.find("<|endoftext|>");
    if (start == vocabulary.added.end() || end == vocabulary.added.end())
        return base::fail(ErrorCode::Corrupt,
                          "The vocabulary " + path.string() + " has no start or end token, so it is not CLIP's.");
    const int size = vocabulary.size();
    if (options.vocabularySize != 0 && options.vocabularySize != size)
        return base::fail(ErrorCode::Corrupt,
                          "The vocabulary " + path.string() + " holds " + std::to_string(size)
                              + " tokens, but the network was trained with " + std::to_string(options.vocabularySize)
                              + ".");
    auto encoder = BytePairEncoder::build(vocabulary, "</w>");
    if (!encoder)
        return tl::unexpected(base::within(path.string(), std::move(encoder).error()));

    const auto folder = std::filesystem::is_directory(path, error) ? path : path.parent_path();
    int context = options.contextLength != 0 ? options.contextLength : declaredContext(folder);
    if (context == 0)
        context = kOriginalContext;
    if (context < 3)
        return base::fail(ErrorCode::InvalidArgument,
                          "A text context of " + std::to_string(context) + " is too short.");
    return ClipTokenizer(
        std::make_shared<State>(State {std::move(*encoder), start->second, end->second, context, size}));
}

base::Result<std::vector<int>> ClipTokenizer::encode(std::string_view text, Overflow overflow) const
{
    const std::string clean = cleanForClip(text);
    SAYSEE_ASSIGN(const auto words, cutWords(clean, WordPattern::Clip));
    std::vector<int> ids = {m_state->startOfText};
    for (const std::string_view word : words)
        m_state->encoder.encode(word, ids);
    ids.push_back(m_state->endOfText);
    if (overflow == Overflow::Truncate && ids.size() > static_cast<std::size_t>(m_state->contextLength)) {
        ids.resize(static_cast<std::size_t>(m_state->contextLength));
        ids.back() = m_state->endOfText;
    }
    return ids;
}

base::Result<std::vector<std::string>> ClipTokenizer::splitIntoClauses(std::string_view text, int maxIds) const
{
    const auto most = static_cast<std::size_t>(maxIds > 0 ? maxIds : m_state->contextLength);
    const std::string whole = repairUtf8(text);
    std::vector<std::string> clauses;
    std::vector<std::string_view> left = {trimmed(whole)};  // a stack, the next piece on top
    while (!left.empty()) {
        const std::string_view piece = left.back();
        left.pop_back();
        SAYSEE_ASSIGN(const auto ids, encode(piece));
        if (ids.size() <= most) {
            clauses.emplace_back(piece);
            continue;
        }
        const auto cut = bestCut(piece);
        if (!cut)
            return base::fail(ErrorCode::InvalidArgument,
                              "A limit of " + std::to_string(most) + " tokens is too short for any text.");
        left.push_back(trimmed(piece.substr(*cut)));
        left.push_back(trimmed(piece.substr(0, *cut)));
    }
    return clauses;
}

int ClipTokenizer::startOfText() const { return m_state->startOfText; }
int ClipTokenizer::endOfText() const { return m_state->endOfText; }
int ClipTokenizer::contextLength() const { return m_state->contextLength; }
int ClipTokenizer::vocabularySize() const { return m_state->vocabularySize; }

}  // namespace saysee::text
