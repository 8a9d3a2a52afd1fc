#include "core/training/voice/meanings.h"

#include "core/model/runtime/engine_parts.h"
#include "core/training/pretrain/speech_targets.h"

#include <algorithm>
#include <numeric>
#include <set>

namespace saysee::training {
namespace {

// By measurement on people of the picturebook world's validation split; twice or half as much does about as well.
constexpr std::size_t kExpected = 60;  // words that may stand where a name stands
constexpr std::size_t kBegun = 8;  // of them, with those that may come second
constexpr std::size_t kTried = 12;  // in sentences
constexpr std::size_t kSentences = 8;  // with each name
constexpr double kContrastWeight = 0.5;
constexpr double kSentenceWeight = 40;
constexpr double kFluencyWeight = 0.2;
constexpr double kTakenPenalty = 1;  // two names seldom mean the same

constexpr std::size_t kAtOnce = 4;  // texts; less than 100 ms of CLIP ViT-B on two cores
constexpr std::size_t kShortestWord = 3;

std::string photoOf(const std::string& words) { return std::string("a photo of a ").append(words); }

// Welch's t: how clearly `with` lies above `without`; a row a word. [W, N1], [W, N2] -> [W]
at::Tensor contrast(const at::Tensor& with, const at::Tensor& without)
{
    const auto spread = [](const at::Tensor& values) { return values.var(1) / static_cast<double>(values.size(1)); };
    return (with.mean(1) - without.mean(1)) / at::sqrt(spread(with) + spread(without) + 1e-9);
}

at::Tensor rowsOf(const std::vector<std::size_t>& rows)
{
    std::vector<std::int64_t> indices(rows.begin(), rows.end());
    return at::tensor(indices, at::kLong);
}

}  // namespace

Meanings::Meanings(model::Engine& engine, const model::WhisperDecoder& decoder,
                   const std::vector<LabelSource>& sources)
    : m_engine(engine), m_decoder(decoder), m_tokenizer(model::partsOf(engine).recogniser->tokenizer())
{
    std::set<std::string> heard;
    std::vector<at::Tensor> pictures, states;
    for (const LabelSource& source : sources) {
        if (source.pair.text.empty() || source.heard.states.size(0) == 0)
            continue;
        m_texts.push_back(source.pair.text);
        m_languages.push_back(source.heard.language);
        pictures.push_back(at::tensor(at::ArrayRef<float>(source.pair.picture)));
        states.push_back(source.heard.states.to(at::kFloat).mean(0));
        for (const std::string& text : source.heard.texts)
            for (std::string& word : wordsOf(text))
                heard.insert(std::move(word));
    }
    const auto foreign = [&](std::string_view word) {
        const auto tokens = m_tokenizer.encode(std::string(1, ' ').append(word));
        return tokens && tokens->size() > 1 && heard.count(std::string(word)) == 0;
    };
    for (OwnName& name : findOwnNames(m_texts, foreign))
        m_searches.push_back({std::move(name), {}});
    if (m_searches.empty())
        return;
    m_pictures = at::stack(pictures);  // [N, E]
    m_silence = at::stack(states).mean(0).reshape({1, 1, -1}).to(decoder.device());  // [1, 1, H]
}

base::Result<bool> Meanings::advance()
{
    const at::NoGradGuard noGrad;
    if (!m_queue.empty())
        return embedSome();
    if (m_stage == Stage::Done || m_searches.empty())
        return false;
    if (m_next == m_searches.size()) {
        m_next = 0;
        m_stage = static_cast<Stage>(static_cast<int>(m_stage) + 1);
        return m_stage != Stage::Done;
    }
    Search& search = m_searches[m_next++];
    switch (m_stage) {
    case Stage::Expectation: {
        SAYSEE_ASSIGN(const Expected expected, expectedWords(search.name, {}));
        for (const auto& [word, expectation] : expected.words)
            search.candidates.push_back({word});
        embedAsPhoto(search.candidates);
        break;
    }
    case Stage::Words:
        scoreContrast(search.candidates, search.name);
        SAYSEE_TRY(addPhrases(search));
        embedAsPhoto(search.candidates);
        break;
    case Stage::Phrases:
        scoreContrast(search.candidates, search.name);
        search.candidates.resize(std::min(search.candidates.size(), kTried));
        queueSentences(search);
        break;
    case Stage::Sentences:
        decide(search);
        break;
    case Stage::Done:
        break;
    }
    return true;
}

void Meanings::embedAsPhoto(const std::vector<Candidate>& candidates)
{
    for (const Candidate& candidate : candidates)
        if (m_vectors.try_emplace(photoOf(candidate.words)).second)
            m_queue.push_back(photoOf(candidate.words));
}

base::Result<bool> Meanings::embedSome()
{
    for (std::size_t i = 0; i < kAtOnce && !m_queue.empty(); ++i) {
        SAYSEE_ASSIGN(const auto encoded, m_engine.embedText(m_queue.back()));
        const auto values = encoded.vector.values();
        m_vectors[m_queue.back()] = at::tensor(at::ArrayRef<float>(values.data(), values.size()));  // [E]
        m_queue.pop_back();
    }
    return true;
}

// The words that both networks know whole and that the decoder finds likeliest where the name stands, after the word
// that a phrase may be `begun` with, hearing nothing.
base::Result<Meanings::Expected> Meanings::expectedWords(const OwnName& name, const std::string& begun) const
{
    at::Tensor mean;  // [V]
    Expected expected;
    const auto texts = tried(name);
    for (const std::size_t text : texts) {
        std::string before;
        const std::vector<std::string> words = wordsOf(m_texts[text]);
        auto word = words.begin();
        for (; std::find(name.forms.begin(), name.forms.end(), *word) == name.forms.end(); ++word)
            before.append(1, ' ').append(*word);
        const std::string behind = word + 1 == words.end() ? "" : ' ' + *(word + 1);
        if (!begun.empty())
            before.append(1, ' ').append(begun);
        std::vector<std::int64_t> tokens = startTokens(m_tokenizer, m_languages[text]);
        SAYSEE_ASSIGN(const auto known, m_tokenizer.encode(before));
        SAYSEE_ASSIGN(const auto next, m_tokenizer.encode(behind));
        tokens.insert(tokens.end(), known.begin(), known.end());
        const at::Tensor input = at::tensor(tokens, at::kLong).unsqueeze(0).to(m_decoder.device());
        const at::Tensor likelihood =
            at::log_softmax(m_decoder.forward(input, m_silence)[0][-1], 0).cpu() / static_cast<double>(texts.size());
        mean = mean.defined() ? mean + likelihood : likelihood;
        const std::int64_t follows = next.empty() ? m_tokenizer.specials().endOfText : next.front();
        expected.following += likelihood[follows].item<double>();
    }
    const auto [values, order] = mean.sort(0, true);  // [V], likeliest first
    const auto& clip = *model::partsOf(m_engine).tokenizer;
    for (std::int64_t i = 0; i < order.size(0) && expected.words.size() < kExpected; ++i) {
        const int id = static_cast<int>(order[i].item<std::int64_t>());
        const std::string spelled = m_tokenizer.decode({&id, 1});
        const std::vector<std::string> word = wordsOf(spelled);
        constexpr std::size_t kWholeWord = 3;  // tokens, with start and end
        if (word.size() != 1 || spelled.front() != ' ' || spelled.compare(1, std::string::npos, word.front()) != 0
            || word.front().size() < kShortestWord)
            continue;
        const auto known = clip.encode(word.front());
        if (known && known->size() == kWholeWord)
            expected.words.emplace_back(word.front(), values[i].item<double>());
    }
    return expected;
}

// The best single words, and each with what may come second: "green" and "car" may be "green car".
base::Status Meanings::addPhrases(Search& search) const
{
    std::vector<Candidate> words = std::move(search.candidates);
    search.candidates.clear();
    for (std::size_t i = 0; i < std::min(words.size(), kBegun); ++i) {
        SAYSEE_ASSIGN(const Expected second, expectedWords(search.name, words[i].words));
        words[i].fluency = second.following;
        search.candidates.push_back(words[i]);
        for (const auto& [word, expectation] : second.words)
            if (word != words[i].words
                && std::any_of(words.begin(), words.end(), [&](const auto& one) { return one.words == word; }))
                search.candidates.push_back({words[i].words + ' ' + word, expectation});
    }
    return {};
}

// Best first.
void Meanings::scoreContrast(std::vector<Candidate>& candidates, const OwnName& name) const
{
    std::vector<at::Tensor> vectors;
    for (const Candidate& candidate : candidates)
        vectors.push_back(m_vectors.at(photoOf(candidate.words)));
    std::vector<std::size_t> others;
    for (std::size_t i = 0; i < m_texts.size(); ++i)
        if (!std::binary_search(name.texts.begin(), name.texts.end(), i))
            others.push_back(i);
    const at::Tensor fit = at::matmul(at::stack(vectors), m_pictures.t());  // [W, N]
    const at::Tensor t = contrast(fit.index_select(1, rowsOf(name.texts)), fit.index_select(1, rowsOf(others)));
    for (std::size_t i = 0; i < candidates.size(); ++i)
        candidates[i].contrast = t[static_cast<std::int64_t>(i)].item<double>();
    const auto score = [](const Candidate& candidate) {
        return kContrastWeight * candidate.contrast + kFluencyWeight * candidate.fluency;
    };
    std::stable_sort(candidates.begin(), candidates.end(),
                     [&](const Candidate& a, const Candidate& b) { return score(a) > score(b); });
}

void Meanings::queueSentences(const Search& search)
{
    for (const Candidate& candidate : search.candidates)
        for (const std::size_t text : tried(search.name)) {
            std::string trial = sentence(text, search.name, candidate.words);
            if (m_vectors.try_emplace(trial).second)
                m_queue.push_back(std::move(trial));
        }
}

// Some of the texts with the name, evenly chosen.
std::vector<std::size_t> Meanings::tried(const OwnName& name) const
{
    if (name.texts.size() <= kSentences)
        return name.texts;
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < kSentences; ++i)
        chosen.push_back(name.texts[i * name.texts.size() / kSentences]);
    return chosen;
}

std::string Meanings::sentence(std::size_t text, const OwnName& name, const std::string& words) const
{
    std::map<std::string, std::string> meaning;
    for (const std::string& form : name.forms)
        meaning[form] = words;
    return withMeanings(m_texts[text], meaning);
}

void Meanings::decide(Search& search)
{
    const auto texts = tried(search.name);
    for (Candidate& candidate : search.candidates)
        for (const std::size_t text : texts)
            candidate.sentences += at::dot(m_vectors.at(sentence(text, search.name, candidate.words)),
                                           m_pictures[static_cast<std::int64_t>(text)])
                                       .item<double>()
                / static_cast<double>(texts.size());
    const auto score = [&](const Candidate& candidate) {
        const bool taken = std::any_of(m_found.begin(), m_found.end(),
                                       [&](const auto& found) { return found.second == candidate.words; });
        return kContrastWeight * candidate.contrast + kSentenceWeight * candidate.sentences
            + kFluencyWeight * candidate.fluency - (taken ? kTakenPenalty : 0.0);
    };
    const auto best = std::max_element(search.candidates.begin(), search.candidates.end(),
                                       [&](const Candidate& a, const Candidate& b) { return score(a) < score(b); });
    if (best != search.candidates.end())
        for (const std::string& form : search.name.forms)
            m_found[form] = best->words;
}

}  // namespace saysee::training
