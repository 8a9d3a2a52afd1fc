#include "core/base/files.h"
#include "core/text/whisper_tokenizer.h"
#include "small_vocabulary.h"
#include "support/shared_data.h"

#include <QTemporaryDir>
#include <QTest>

using namespace saysee;
using text::SpecialTokens;
using text::WhisperTokenizer;

namespace {

const test::Merges kMerges = {{"h", "e"}, {"l", "l"}, {"\u0120", "he"}, {"he", "ll"}, {"hell", "o"}};
const std::vector<std::string> kSpecials = {
    "<|endoftext|>",  "<|startoftranscript|>", "<|en|>",          "<|de|>",       "<|translate|>",
    "<|transcribe|>", "<|startoflm|>",         "<|startofprev|>", "<|nospeech|>", "<|notimestamps|>"};

// The multilingual vocabulary's first `count` ranks as a .tiktoken file: 50256 of them are as many as GPT-2's.
std::string tiktoken(const nlohmann::json& vocabulary, std::size_t count)
{
    std::vector<QByteArray> tokens(count);
    for (const auto& [token, id] : vocabulary.items())
        if (id.get<std::size_t>() < count)
            tokens[id.get<std::size_t>()] = QByteArray::fromStdString(text::bytesOfPrintable(token));
    std::string lines;
    for (std::size_t rank = 0; rank < count; ++rank)
        lines += (tokens[rank].isEmpty() ? "=" : tokens[rank].toBase64().toStdString()) + " " + std::to_string(rank)
            + "\n";
    return lines;
}

}  // namespace

class TstWhisperTokenizer : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path m_golden = test::sharedDirectory() / "golden";
    std::filesystem::path at(const char* name) const
    {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }
    WhisperTokenizer small() const
    {
        test::writeHuggingFace(at("small"), kMerges, kSpecials, false);
        return WhisperTokenizer::load(at("small")).value();
    }

private Q_SLOTS:
    void golden_everyCaseIsEqual()
    {
        SAYSEE_NEEDS(m_golden / "whisper-nano-hf" / "vocab.json");
        const auto golden = base::readJson(m_golden / "whisper-nano.golden.json").value();
        const auto vocabulary = base::readJson(m_golden / "whisper-nano-hf" / "vocab.json").value();
        QVERIFY(base::writeFileAtomically(at("multilingual.tiktoken"), tiktoken(vocabulary, 50257)).has_value());
        for (const auto& path : {m_golden / "whisper-nano-hf", at("multilingual.tiktoken")}) {
            const auto loaded = WhisperTokenizer::load(path, {.vocabularySize = 51865});
            QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().message.c_str());
            for (const auto& test : golden["tokenizer"]) {
                const auto ids = loaded->encode(test["text"].get<std::string>()).value();
                QCOMPARE(ids, test["ids"].get<std::vector<int>>());
                QCOMPARE(loaded->decode(ids), test["round_trip"].get<std::string>());
            }
            for (const char* run : {"greedy", "greedy_timestamps", "beam5"}) {
                const auto ids = golden[run]["tokens"].get<std::vector<int>>();
                QCOMPARE(QString::fromStdString(loaded->decode(ids)).trimmed(),
                         QString::fromStdString(golden[run]["text"].get<std::string>()));
            }
            const auto& expected = golden["specials"];
            const auto& specials = loaded->specials();
            QCOMPARE(specials.startOfTranscript, expected["sot"].get<int>());
            QCOMPARE(specials.endOfText, expected["eot"].get<int>());
            QCOMPARE(specials.transcribe, expected["transcribe"].get<int>());
            QCOMPARE(specials.translate, expected["translate"].get<int>());
            QCOMPARE(specials.noSpeech, expected["no_speech"].get<int>());
            QCOMPARE(specials.noTimestamps, expected["no_timestamps"].get<int>());
            QCOMPARE(specials.timestampBegin, expected["timestamp_begin"].get<int>());
            QCOMPARE(specials.startOfPrevious, expected["sot_prev"].get<int>());
            QCOMPARE(specials.startOfLm, expected["sot_lm"].get<int>());
            QCOMPARE(loaded->suppressed(), expected["suppress"].get<std::vector<int>>());
            QCOMPARE(loaded->suppressedAtBegin(), (std::vector<int> {220, 50257}));
            QVERIFY(loaded->isMultilingual());
            QCOMPARE(loaded->languages().size(), std::size_t(99));
            QCOMPARE(loaded->languageToken("en"), std::optional(50259));
            QCOMPARE(loaded->languageCode(50357), std::string_view("su"));
            QCOMPARE(loaded->decode(std::vector {50258, 50259, 50364, 50414, 50257}, SpecialTokens::Keep),
                     std::string("<|startoftranscript|><|en|><|0.00|><|1.00|><|endoftext|>"));
        }
    }

    void golden_englishVocabulary_hasItsOwnSpecials()
    {
        SAYSEE_NEEDS(m_golden / "whisper-nano-hf" / "vocab.json");
        const auto expected = base::readJson(m_golden / "whisper-nano.golden.json").value()["specials_en_only"];
        const auto vocabulary = base::readJson(m_golden / "whisper-nano-hf" / "vocab.json").value();
        QVERIFY(base::writeFileAtomically(at("gpt2.tiktoken"), tiktoken(vocabulary, 50256)).has_value());
        const auto tokenizer = WhisperTokenizer::load(at("gpt2.tiktoken"), {.vocabularySize = 51864}).value();
        QVERIFY(!tokenizer.isMultilingual());
        const auto& specials = tokenizer.specials();
        QCOMPARE(specials.startOfTranscript, expected["sot"].get<int>());
        QCOMPARE(specials.endOfText, expected["eot"].get<int>());
        QCOMPARE(specials.transcribe, expected["transcribe"].get<int>());
        QCOMPARE(specials.noSpeech, expected["no_speech"].get<int>());
        QCOMPARE(specials.noTimestamps, expected["no_timestamps"].get<int>());
        QCOMPARE(specials.timestampBegin, expected["timestamp_begin"].get<int>());
    }

    void golden_tiktokenOfLargeV3_hasOneLanguageMore()
    {
        SAYSEE_NEEDS(m_golden / "whisper-nano-hf" / "vocab.json");
        const auto vocabulary = base::readJson(m_golden / "whisper-nano-hf" / "vocab.json").value();
        QVERIFY(base::writeFileAtomically(at("v3.tiktoken"), tiktoken(vocabulary, 50257)).has_value());
        const auto tokenizer = WhisperTokenizer::load(at("v3.tiktoken"), {.vocabularySize = 51866}).value();
        QCOMPARE(tokenizer.languages().size(), std::size_t(100));
        QCOMPARE(tokenizer.languages().back().code, std::string("yue"));
        QCOMPARE(tokenizer.specials().timestampBegin, 50365);
        QCOMPARE(WhisperTokenizer::load(at("v3.tiktoken"), {.vocabularySize = 600}).error().code,
                 base::ErrorCode::Corrupt);
    }

    void smallVocabulary_sizesAndSpecialsComeFromTheFiles()
    {
        const WhisperTokenizer tokenizer = small();
        QCOMPARE(tokenizer.specials().endOfText, 256 + 5);
        QCOMPARE(tokenizer.specials().timestampBegin, 256 + 5 + 10);
        QCOMPARE(tokenizer.vocabularySize(), 256 + 5 + 10 + 1501);
        QVERIFY(!tokenizer.isMultilingual());
        QCOMPARE(tokenizer.languageToken("de"), std::optional(256 + 5 + 3));
        QCOMPARE(tokenizer.encode("hello").value(), std::vector<int> {260});
        QVERIFY(base::writeFileAtomically(at("small/generation_config.json"), R"({"is_multilingual": true})")
                    .has_value());
        QVERIFY(WhisperTokenizer::load(at("small")).value().isMultilingual());
        std::filesystem::remove(at("small/generation_config.json"));
    }

    void tokenizerJsonAlone_givesTheSameIds()
    {
        test::writeTokenizerJson(at("one/tokenizer.json"), kMerges, kSpecials, false, true);
        const WhisperTokenizer one = WhisperTokenizer::load(at("one")).value();
        QCOMPARE(one.encode("hello, he said").value(), small().encode("hello, he said").value());
        QCOMPARE(one.specials().noSpeech, small().specials().noSpeech);
        QCOMPARE(one.suppressed(), small().suppressed());
    }

    void anyText_roundTrips_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("spaces") << QByteArray("  a   b \n\n\t c  ");
        QTest::newRow("scripts") << QByteArray(
            "\u65E5\u672C \u0440\u0443\u0441 \u05E2\u05D1 \U0001F642\U0001F468\u200D");
        QTest::newRow("special names") << QByteArray("<|endoftext|><|en|>");
        QTest::newRow("zero byte") << QByteArray("a\0b", 3);
        QTest::newRow("100,000 letters") << QByteArray("hell").repeated(25'000);
        QTest::newRow("100,000 spaces") << QByteArray(" ").repeated(100'000) + QByteArray("x");
    }
    void anyText_roundTrips()
    {
        QFETCH(QByteArray, text);
        const WhisperTokenizer tokenizer = small();
        const auto ids = tokenizer.encode(text.toStdString());
        QVERIFY2(ids.has_value(), ids ? "" : ids.error().detail.c_str());
        QVERIFY(std::all_of(ids->begin(), ids->end(), [](int id) { return id < 261; }));
        QVERIFY(tokenizer.decode(*ids) == text.toStdString());
    }

    void decode_incompleteCharacterAndForeignIds()
    {
        const WhisperTokenizer tokenizer = small();
        auto ids = tokenizer.encode("\u65E5").value();
        ids.pop_back();
        QCOMPARE(tokenizer.decode(ids), std::string("\uFFFD"));
        QCOMPARE(tokenizer.decode(std::vector {-1, 1 << 30, 260}), std::string("hello"));
        QCOMPARE(tokenizer.decode(std::vector {tokenizer.specials().timestampBegin + 5}, SpecialTokens::Keep),
                 std::string("<|0.10|>"));
    }

    void badFiles_areNamed_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("named");
        QTest::newRow("empty list") << QByteArray("a.tiktoken") << QByteArray() << QByteArray("a.tiktoken");
        QTest::newRow("no rank") << QByteArray("a.tiktoken") << QByteArray("IQ==\n") << QByteArray("line 1");
        QTest::newRow("not base64") << QByteArray("a.tiktoken") << QByteArray("I* 0\n") << QByteArray("line 1");
        QTest::newRow("gap in ranks") << QByteArray("a.tiktoken") << QByteArray("IQ== 0\nIg== 2\n")
                                      << QByteArray("line 2");
        QTest::newRow("no JSON") << QByteArray("tokenizer.json") << QByteArray("{") << QByteArray("tokenizer.json");
        QTest::newRow("no model") << QByteArray("tokenizer.json") << QByteArray("{}") << QByteArray("byte-pair");
        QTest::newRow("array") << QByteArray("tokenizer.json") << QByteArray("[]") << QByteArray("object");
        QTest::newRow("merge of one") << QByteArray("tokenizer.json")
                                      << QByteArray(R"({"model": {"vocab": {}, "merges": [["a"]]}})")
                                      << QByteArray("merge");
        QTest::newRow("id too large") << QByteArray("tokenizer.json")
                                      << QByteArray(R"({"model": {"vocab": {"a": 99999999999}, "merges": []}})")
                                      << QByteArray("id");
        QTest::newRow("no specials") << QByteArray("tokenizer.json")
                                     << QByteArray(R"({"model": {"vocab": {"a": 0}, "merges": []}})")
                                     << QByteArray("not Whisper's");
    }
    void badFiles_areNamed()
    {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, named);
        const QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / file.toStdString();
        QVERIFY(base::writeFileAtomically(path, content.toStdString()).has_value());
        const auto loaded = WhisperTokenizer::load(path);
        QVERIFY(!loaded.has_value());
        QCOMPARE(loaded.error().code, base::ErrorCode::Corrupt);
        QVERIFY2(loaded.error().message.find(named.toStdString()) != std::string::npos,
                 loaded.error().message.c_str());
    }

    void wrongSize_isAnError()
    {
        (void)small();
        const auto loaded = WhisperTokenizer::load(at("small"), {.vocabularySize = 51865});
        QCOMPARE(loaded.error().code, base::ErrorCode::Corrupt);
        QVERIFY2(loaded.error().message.find("51865") != std::string::npos, loaded.error().message.c_str());
    }
};

QTEST_GUILESS_MAIN(TstWhisperTokenizer)
#include "tst_whisper_tokenizer.moc"
