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
constexpr std::size_t kTried = 12;  // of them, in sentences
constexpr std::size_t kSentences = 8;  // with each name
constexpr double kContrastWeight = 0.5;
constexpr double kSentenceWeight = 40;

constexpr std::size_t kAtOnce = 4;  // texts; less than 100 ms of CLIP ViT-B on two cores
constexpr std::size_t kShortestWord = 3;

std::string photoOf(const std::string& word) { return std::string("a photo of a ").append(word); }

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
    switch (m_stage) {
    case Stage::Expectation: {
        const auto next = std::find_if(m_searches.begin(), m_searches.end(),
                                       [](const Search& search) { return search.candidates.empty(); });
        if (next != m_searches.end()) {
            SAYSEE_ASSIGN(next->candidates, expectedWords(next->name));
            for (const Candidate& candidate : next->candidates)
                if (m_vectors.try_emplace(photoOf(candidate.word)).second)
                    m_queue.push_back(photoOf(candidate.word));
            if (next->candidates.empty())
                m_searches.erase(next);
            return true;
        }
        m_stage = m_searches.empty() ? Stage::Done : Stage::Words;
        break;
    }
    case Stage::Words:
        shortlist();
        m_stage = Stage::Sentences;
        break;
    case Stage::Sentences:
        scoreSentences();
        m_stage = Stage::Done;
        break;
    case Stage::Done:
        break;
    }
    return m_stage != Stage::Done;
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

// The words that both networks know whole and that the decoder finds likeliest after what comes before the name,
// hearing nothing.
base::Result<std::vector<Meanings::Candidate>> Meanings::expectedWords(const OwnName& name) const
{
    at::Tensor sum;  // [V]
    for (const std::size_t text : name.texts) {
        std::string before;
        for (const std::string& word : wordsOf(m_texts[text])) {
            if (std::find(name.forms.begin(), name.forms.end(), word) != name.forms.end())
                break;
            before.append(1, ' ').append(word);
        }
        std::vector<std::int64_t> tokens = startTokens(m_tokenizer, m_languages[text]);
        SAYSEE_ASSIGN(const auto words, m_tokenizer.encode(before));
        tokens.insert(tokens.end(), words.begin(), words.end());
        const at::Tensor input = at::tensor(tokens, at::kLong).unsqueeze(0).to(m_decoder.device());
        const at::Tensor next = at::log_softmax(m_decoder.forward(input, m_silence)[0][-1], 0);  // [V]
        sum = sum.defined() ? sum + next : next;
    }
    const at::Tensor order = std::get<1>(sum.cpu().sort(0, true));  // [V], likeliest first
    const auto* ids = order.data_ptr<std::int64_t>();
    const auto& clip = *model::partsOf(m_engine).tokenizer;
    std::vector<Candidate> candidates;
    for (std::int64_t i = 0; i < order.size(0) && candidates.size() < kExpected; ++i) {
        const int id = static_cast<int>(ids[i]);
        const std::string spelled = m_tokenizer.decode({&id, 1});
        const std::vector<std::string> word = wordsOf(spelled);
        constexpr std::size_t kWholeWord = 3;  // tokens, with start and end
        if (word.size() != 1 || spelled.front() != ' ' || spelled.compare(1, std::string::npos, word.front()) != 0
            || word.front().size() < kShortestWord)
            continue;
        const auto known = clip.encode(word.front());
        if (known && known->size() == kWholeWord)
            candidates.push_back({word.front()});
    }
    return candidates;
}

void Meanings::shortlist()
{
    std::vector<at::Tensor> all;
    for (const auto& [text, vector] : m_vectors)
        all.push_back(vector);
    const at::Tensor centre = at::stack(all).mean(0);  // [E]
    for (Search& search : m_searches) {
        std::vector<at::Tensor> words;
        for (const Candidate& candidate : search.candidates)
            words.push_back(m_vectors.at(photoOf(candidate.word)) - centre);
        std::vector<std::size_t> others;
        for (std::size_t i = 0; i < m_texts.size(); ++i)
            if (!std::binary_search(search.name.texts.begin(), search.name.texts.end(), i))
                others.push_back(i);
        const at::Tensor fit = at::matmul(at::stack(words), m_pictures.t());  // [W, N]
        const at::Tensor t =
            contrast(fit.index_select(1, rowsOf(search.name.texts)), fit.index_select(1, rowsOf(others)));
        for (std::size_t i = 0; i < search.candidates.size(); ++i)
            search.candidates[i].contrast = t[static_cast<std::int64_t>(i)].item<double>();
        std::stable_sort(search.candidates.begin(), search.candidates.end(),
                         [](const Candidate& a, const Candidate& b) { return a.contrast > b.contrast; });
        search.candidates.resize(std::min(search.candidates.size(), kTried));
        for (const Candidate& candidate : search.candidates)
            for (const std::size_t text : tried(search.name)) {
                std::string trial = sentence(text, search.name, candidate.word);
                if (m_vectors.try_emplace(trial).second)
                    m_queue.push_back(std::move(trial));
            }
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

std::string Meanings::sentence(std::size_t text, const OwnName& name, const std::string& word) const
{
    std::map<std::string, std::string> meaning;
    for (const std::string& form : name.forms)
        meaning[form] = word;
    return withMeanings(m_texts[text], meaning);
}

void Meanings::scoreSentences()
{
    for (Search& search : m_searches) {
        const auto texts = tried(search.name);
        for (Candidate& candidate : search.candidates)
            for (const std::size_t text : texts)
                candidate.sentences += at::dot(m_vectors.at(sentence(text, search.name, candidate.word)),
                                               m_pictures[static_cast<std::int64_t>(text)])
                                           .item<double>()
                    / static_cast<double>(texts.size());
        const auto score = [](const Candidate& candidate) {
            return kContrastWeight * candidate.contrast + kSentenceWeight * candidate.sentences;
        };
        const auto best =
            std::max_element(search.candidates.begin(), search.candidates.end(),
                             [&](const Candidate& a, const Candidate& b) { return score(a) < score(b); });
        for (const std::string& form : search.name.forms)
            m_found[form] = best->word;
    }
}

}  // namespace saysee::training
