#include "core/base/files.h"
#include "core/text/clip_tokenizer.h"
#include "small_vocabulary.h"
#include "support/golden_tensors.h"
#include "support/shared_data.h"

#include <QTemporaryDir>
#include <QTest>

using namespace saysee;
using text::ClipTokenizer;

namespace {

const test::Merges kMerges = {{"d", "o"}, {"do", "g</w>"}, {"a", "t</w>"}};
const std::vector<std::string> kSpecials = {"<|startoftext|>", "<|endoftext|>"};

std::string withoutSpaces(std::string text)
{
    std::erase_if(text, [](char byte) { return byte == ' ' || byte == '\n'; });
    return text;
}

}  // namespace

class TstClipTokenizer : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path at(const char* name) const
    {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }
    ClipTokenizer small(int context = 0) const
    {
        test::writeHuggingFace(at("small"), kMerges, kSpecials, true);
        return ClipTokenizer::load(at("small"), {.contextLength = context}).value();
    }

private Q_SLOTS:
    void golden_idsAreEqual()
    {
        const auto golden = test::sharedDirectory() / "golden";
        SAYSEE_NEEDS(golden / "clip-nano-hf" / "vocab.json");
        const auto cases = base::readJson(golden / "clip-nano.golden.json").value();
        const auto expected = test::readGoldenTensors(golden / "clip-nano.golden.safetensors").at("token_ids");
        const auto tokenizer = ClipTokenizer::load(golden / "clip-nano-hf", {.vocabularySize = 49408}).value();
        QCOMPARE(tokenizer.contextLength(), 77);

        // The original release lists merges alone; its vocabulary must come out the same.
        const auto original =
            ClipTokenizer::load(golden / "clip-nano-hf" / "merges.txt", {.vocabularySize = 49408}).value();
        for (std::size_t row = 0; row < cases["texts"].size(); ++row) {
            const std::string text = cases["texts"][row];
            auto ids = tokenizer.encode(text, text::Overflow::Truncate).value();
            QCOMPARE(original.encode(text, text::Overflow::Truncate).value(), ids);
            ids.resize(77);
            for (std::size_t i = 0; i < 77; ++i)
                QVERIFY2(ids[i] == int(expected.values[row * 77 + i]),
                         qPrintable(QStringLiteral("\"%1\", id %2").arg(QString::fromStdString(text)).arg(i)));
        }
    }

    void smallVocabulary_sizesAndSpecialsComeFromTheFiles()
    {
        const ClipTokenizer tokenizer = small();
        QCOMPARE(tokenizer.vocabularySize(), 512 + 3 + 2);
        QCOMPARE(tokenizer.startOfText(), 515);
        QCOMPARE(tokenizer.endOfText(), 516);
        QCOMPARE(tokenizer.encode("dog").value(), (std::vector<int> {515, 513, 516}));
        QCOMPARE(tokenizer.encode("").value(), (std::vector<int> {515, 516}));
        QVERIFY(
            base::writeFileAtomically(at("small/config.json"), R"({"text_config": {"max_position_embeddings": 16}})")
                .has_value());
        QCOMPARE(ClipTokenizer::load(at("small")).value().contextLength(), 16);
    }

    void lookalikesOfPlainSpelling_giveTheSameIds()
    {
        const ClipTokenizer tokenizer = small();
        QCOMPARE(tokenizer.encode("\uFB01\uFB04 \u201Cdog\u201D").value(), tokenizer.encode("fiffl \"dog\"").value());
    }

    void aFolderWithoutVocabularySaysWhatToPutThere()
    {
        std::filesystem::create_directories(at("bare"));
        const auto bare = ClipTokenizer::load(at("bare"));
        QVERIFY(!bare && bare.error().code == base::ErrorCode::ModelMissing);
        QVERIFY2(bare.error().message.find("tokenizer.json") != std::string::npos, bare.error().message.c_str());
    }

    void everyFormat_givesTheSameIds()
    {
        const ClipTokenizer tokenizer = small();
        test::writeTokenizerJson(at("pairs/tokenizer.json"), kMerges, kSpecials, true, true);
        test::writeTokenizerJson(at("lines/tokenizer.json"), kMerges, kSpecials, true, false);
        std::filesystem::create_directories(at("original"));
        QVERIFY(base::writeFileAtomically(at("original/bpe_simple_vocab_16e6.txt"), test::mergeLines(kMerges))
                    .has_value());
        for (const char* name : {"pairs", "lines", "lines/tokenizer.json", "original"}) {
            const auto other = ClipTokenizer::load(at(name));
            QVERIFY2(other.has_value(), other ? "" : other.error().message.c_str());
            for (const char* text : {"The dog sat.", "at AT dogs", "\u65E5\u672C"})
                QCOMPARE(other->encode(text).value(), tokenizer.encode(text).value());
        }
    }

    void text_isCleanedBeforeEncoding_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("same");
        QTest::newRow("case") << QByteArray("A DOG \u00C4") << QByteArray("a dog \u00E4");
        QTest::newRow("white space") << QByteArray(" a \t\n dog\u00A0\u3000x ") << QByteArray("a dog x");
        QTest::newRow("composition") << QByteArray("cafe\u0301") << QByteArray("caf\u00E9");
        QTest::newRow("entity") << QByteArray("a &amp; b &#233; &#x41; &lt;") << QByteArray("a & b \u00E9 a <");
        QTest::newRow("entity escaped twice") << QByteArray("&amp;quot;") << QByteArray("\"");
        QTest::newRow("unknown entity") << QByteArray("AT&T; &nosuchthing; &;")
                                        << QByteArray("at&t; &nosuchthing; &;");
        QTest::newRow("curly quotes") << QByteArray("don\u2019t \u201Csit\u201D") << QByteArray("don't \"sit\"");
        QTest::newRow("control characters") << QByteArray("do\x01g\x7F") << QByteArray("dog");
        QTest::newRow("bytes that are no text") << QByteArray("a \xFF\xFE b") << QByteArray("a \uFFFD\uFFFD b");
    }
    void text_isCleanedBeforeEncoding()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, same);
        const ClipTokenizer tokenizer = small();
        QCOMPARE(tokenizer.encode(text.toStdString()).value(), tokenizer.encode(same.toStdString()).value());
    }

    void specialTokensInText_areText()
    {
        const auto ids = small().encode("dog <|endoftext|> dog").value();
        QCOMPARE(std::count(ids.begin(), ids.end(), 516), std::ptrdiff_t(1));
        QCOMPARE(ids.back(), 516);
    }

    void clauses_fitAndLoseNothing_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("sentences") << QByteArray(
            "A brown dog runs. It carries a stick; the sea is calm, and the sun sets.");
        QTest::newRow("no punctuation") << QByteArray("word ").repeated(60);
        QTest::newRow("one long word") << QByteArray("x").repeated(500);
        QTest::newRow("ideographs") << QByteArray("\u65E5\u672C\u8A9E\u3002").repeated(40);
        QTest::newRow("100,000 characters") << QByteArray("the dog sat on the mat. ").repeated(4200);
    }
    void clauses_fitAndLoseNothing()
    {
        QFETCH(QByteArray, text);
        const ClipTokenizer tokenizer = small(16);
        const auto clauses = tokenizer.splitIntoClauses(text.toStdString()).value();
        QVERIFY(clauses.size() > 1);
        std::string joined;
        for (const std::string& clause : clauses) {
            QVERIFY(tokenizer.encode(clause).value().size() <= 16);
            QVERIFY(!clause.empty());
            joined += clause;
        }
        QCOMPARE(withoutSpaces(joined), withoutSpaces(text.toStdString()));
    }

    void clauses_ofAShortText_isTheText()
    {
        QCOMPARE(small().splitIntoClauses("  the dog. sat ").value(), std::vector<std::string> {"the dog. sat"});
        QCOMPARE(small().splitIntoClauses("").value(), std::vector<std::string> {""});
    }

    void clauses_withoutRoom_areAnError()
    {
        QCOMPARE(small().splitIntoClauses("\u65E5\u672C", 3).error().code, base::ErrorCode::InvalidArgument);
    }

    void badFiles_areNamed()
    {
        const auto failed = [](const base::Result<ClipTokenizer>& result, base::ErrorCode code, const char* named) {
            if (result)
                return QTest::qFail("the tokenizer loaded", __FILE__, __LINE__), false;
            if (result.error().code == code && result.error().message.find(named) != std::string::npos)
                return true;
            return QTest::qFail(result.error().message.c_str(), __FILE__, __LINE__), false;
        };
        using base::ErrorCode;
        QVERIFY(failed(ClipTokenizer::load(at("absent")), ErrorCode::ModelMissing, "absent"));
        std::filesystem::create_directories(at("empty"));
        QVERIFY(failed(ClipTokenizer::load(at("empty")), ErrorCode::ModelMissing, "vocab.json"));
        (void)small();
        QVERIFY(failed(ClipTokenizer::load(at("small"), {.vocabularySize = 49408}), ErrorCode::Corrupt, "517"));
        std::filesystem::create_directories(at("broken"));
        std::filesystem::copy_file(at("small/vocab.json"), at("broken/vocab.json"));
        QVERIFY(failed(ClipTokenizer::load(at("broken")), ErrorCode::ModelMissing, "merges.txt"));
        QVERIFY(base::writeFileAtomically(at("broken/merges.txt"), "z z\n").has_value());
        QVERIFY(failed(ClipTokenizer::load(at("broken")), ErrorCode::Corrupt, "z z"));
        QVERIFY(base::writeFileAtomically(at("broken/merges.txt"), "three words here\n").has_value());
        QVERIFY(failed(ClipTokenizer::load(at("broken")), ErrorCode::Corrupt, "line 1"));
        QVERIFY(base::writeFileAtomically(at("broken/vocab.json"), R"({"a": -1})").has_value());
        QVERIFY(failed(ClipTokenizer::load(at("broken")), ErrorCode::Corrupt, "vocab.json"));
        test::writeHuggingFace(at("foreign"), kMerges, {}, true);
        QVERIFY(failed(ClipTokenizer::load(at("foreign")), ErrorCode::Corrupt, "not CLIP's"));
        test::writeHuggingFace(at("whisper"), {}, kSpecials, false);
        QVERIFY(failed(ClipTokenizer::load(at("whisper")), ErrorCode::Corrupt, "whisper"));
        QVERIFY(failed(ClipTokenizer::load(at("small/merges.txt"), {.vocabularySize = 49408}), ErrorCode::Corrupt,
                       "3 merges"));
    }
};

QTEST_GUILESS_MAIN(TstClipTokenizer)
#include "tst_clip_tokenizer.moc"
