#include "core/text/bpe/byte_pair_encoder.h"
#include "small_vocabulary.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <limits>
#include <random>

using namespace saysee;

namespace {

text::Vocabulary vocabularyOf(const test::Merges& merges)
{
    text::Vocabulary vocabulary;
    const nlohmann::json ids = test::smallVocabulary(merges, {}, false);
    for (const auto& [token, id] : ids.items())
        vocabulary.ids.emplace(token, id.get<int>());
    vocabulary.merges = merges;
    return vocabulary;
}

// The definition, read literally: while a merge applies anywhere, do the first-learned one at its leftmost place.
std::vector<std::string> mergedByDefinition(const std::string& word, const test::Merges& merges)
{
    std::vector<std::string> parts;
    for (const char letter : word)
        parts.emplace_back(1, letter);
    for (;;) {
        std::size_t best = merges.size();
        std::size_t at = 0;
        for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
            const auto found = std::find(merges.begin(), merges.end(), std::pair(parts[i], parts[i + 1]));
            const auto rank = std::size_t(found - merges.begin());
            if (rank < best) {
                best = rank;
                at = i;
            }
        }
        if (best == merges.size())
            return parts;
        parts[at] += parts[at + 1];
        parts.erase(parts.begin() + std::ptrdiff_t(at) + 1);
    }
}

}  // namespace

class TstVocabulary : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void alphabet_isGpt2s()
    {
        QCOMPARE(text::printableBytes()['a'], std::string("a"));
        QCOMPARE(text::printableBytes()[' '], std::string("\u0120"));
        QCOMPARE(text::printableBytes()['\n'], std::string("\u010A"));
        QCOMPARE(text::printableBytes()[0xAD], std::string("\u0143"));
        QCOMPARE(text::printableByteOrder()[0], static_cast<unsigned char>('!'));
        QCOMPARE(text::printableByteOrder()[188], static_cast<unsigned char>(0));
        for (std::size_t byte = 0; byte < 256; ++byte)
            QCOMPARE(text::bytesOfPrintable(text::printableBytes()[byte]), std::string(1, char(byte)));
    }

    void encoding_equalsTheDefinition()
    {
        std::mt19937 random(7);
        for (int round = 0; round < 50; ++round) {
            // Random merges over three letters, each of two tokens that exist.
            test::Merges merges;
            std::vector<std::string> tokens = {"a", "b", "c"};
            for (int i = 0; i < 12; ++i) {
                const std::pair merge(tokens[random() % tokens.size()], tokens[random() % tokens.size()]);
                if (std::find(tokens.begin(), tokens.end(), merge.first + merge.second) == tokens.end()) {
                    merges.push_back(merge);
                    tokens.push_back(merge.first + merge.second);
                }
            }
            const text::Vocabulary vocabulary = vocabularyOf(merges);
            const auto encoder = text::BytePairEncoder::build(vocabulary, "").value();
            for (int i = 0; i < 40; ++i) {
                std::string word;
                for (std::size_t length = 1 + random() % 20; word.size() < length;)
                    word += char('a' + int(random() % 3));
                std::vector<int> ids;
                encoder.encode(word, ids);
                std::vector<int> expected;
                for (const std::string& part : mergedByDefinition(word, merges))
                    expected.push_back(vocabulary.ids.at(part));
                QVERIFY2(ids == expected, word.c_str());
            }
        }
    }

    void missingByte_isAnError()
    {
        text::Vocabulary vocabulary = vocabularyOf({});
        vocabulary.ids.erase("\u0120");
        QCOMPARE(text::BytePairEncoder::build(vocabulary, "").error().code, base::ErrorCode::Corrupt);
    }

    void gzip_isUnpacked_orNamedWhenDamaged()
    {
        const QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "bpe_simple_vocab_16e6.txt";
        QVERIFY(base::writeFileAtomically(path, test::mergeLines({{"a", "b"}, {"ab", "c</w>"}})).has_value());
        if (QProcess::execute(QStringLiteral("gzip"), {QString::fromStdString(path.string())}) != 0)
            QSKIP("needs gzip");
        const std::filesystem::path packed = path.string() + ".gz";
        QCOMPARE(text::readClipMergeList(packed, 0).value().merges.size(), std::size_t(2));
        std::string bytes = base::readFile(packed).value();
        bytes.resize(bytes.size() / 2);
        QVERIFY(base::writeFileAtomically(packed, bytes).has_value());
        const auto damaged = text::readClipMergeList(packed, 0);
        QCOMPARE(damaged.error().code, base::ErrorCode::Corrupt);
        QVERIFY(damaged.error().message.find("16e6.txt.gz") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TstVocabulary)
#include "tst_vocabulary.moc"
