#include "core/text/word_error_rate.h"

#include <QTest>
#include <sstream>

using namespace saysee::text;

namespace {

std::vector<std::string> words(const std::string& text)
{
    std::istringstream stream(text);
    return {std::istream_iterator<std::string>(stream), std::istream_iterator<std::string>()};
}

WordErrors errors(const std::string& reference, const std::string& heard)
{
    return wordErrors(words(reference), words(heard));
}

}  // namespace

class TstWordErrorRate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void edits_areCountedByKind_data()
    {
        QTest::addColumn<QString>("reference");
        QTest::addColumn<QString>("heard");
        QTest::addColumn<int>("substitutions");
        QTest::addColumn<int>("deletions");
        QTest::addColumn<int>("insertions");
        QTest::newRow("equal") << "a b c"
                               << "a b c" << 0 << 0 << 0;
        QTest::newRow("nothing heard") << "a b c"
                                       << "" << 0 << 3 << 0;
        QTest::newRow("nothing said") << ""
                                      << "a b" << 0 << 0 << 2;
        QTest::newRow("one of each") << "the red dog ran home"
                                     << "a the red cat ran" << 1 << 1 << 1;
        QTest::newRow("shifted") << "a b c d e"
                                 << "b c d e f" << 0 << 1 << 1;
        QTest::newRow("all wrong") << "a b"
                                   << "c d" << 2 << 0 << 0;
        QTest::newRow("repetition loop") << "so it is"
                                         << "so it is it is it is" << 0 << 0 << 4;
    }
    void edits_areCountedByKind()
    {
        QFETCH(QString, reference);
        QFETCH(QString, heard);
        const WordErrors result = errors(reference.toStdString(), heard.toStdString());
        QTEST(int(result.substitutions), "substitutions");
        QTEST(int(result.deletions), "deletions");
        QTEST(int(result.insertions), "insertions");
    }

    void rate_ofMany_weighsByWords()
    {
        WordErrors sum = errors("a b c d e f g h", "a b c d e f g h");
        sum += errors("a b", "x y");
        QCOMPARE(sum.rate(), 0.2);
        QCOMPARE(errors("", "").rate(), 0.0);
        QCOMPARE(errors("", "a").rate(), 1.0);
    }
};

QTEST_GUILESS_MAIN(TstWordErrorRate)
#include "tst_word_error_rate.moc"
