#include "core/text/normalise.h"

#include <QTest>

using namespace saysee::text;

class TstNormalise : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sameWords_areWrittenTheSame_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* text, const char* expected) {
            QTest::newRow(text) << QByteArray(text) << QString::fromUtf8(expected);
        };
        row("A Red circle, above a blue SQUARE!", "a red circle above a blue square");
        row("  two   spaces\tand\nlines ", "2 spaces and lines");
        row("Don't, won\u2019t, can't; they've I'll I'm we're he'd",
            "do not will not can not they have i will i am we are he would");
        row("it's the dog's ball", "it is the dogs ball");
        row("uh, a um dog (laughs) [noise] barks", "a dog barks");
        row("na\u00EFve caf\u00E9 \u00C4rger", "naive cafe arger");
        row("1,000 dogs at 3.5 km, 50%", "1000 dogs at 3.5 km 50 percent");
        row("the end.", "the end");
        row("rock & roll well-known", "rock and roll well known");
        row("twenty one dogs", "21 dogs");
        row("twenty-one dogs", "21 dogs");
        row("one hundred and five", "105");
        row("two thousand three hundred and forty two", "2342");
        row("one million two hundred thousand", "1200000");
        row("nineteen eighty four", "1984");
        row("twenty ten", "2010");
        row("three point one four", "3.14");
        row("one two three", "1 2 3");
        row("two and three", "2 and 3");
        row("the twenty first of may", "the 21st of may");
        row("the first second", "the first second");
        row("a hundred years", "a 100 years");
        row("what is the point", "what is the point");
        row("five point", "5 point");
        row("zero zero seven", "0 0 7");
        row("nine hundred hundred", "900 100");
        row("", "");
        row("?!...", "");
        row("\u65E5\u672C", "\u65E5\u672C");
        row("(unclosed remark", "unclosed remark");
        row("\xFF\xFE bytes", "bytes");
    }
    void sameWords_areWrittenTheSame()
    {
        QFETCH(QByteArray, text);
        QTEST(QString::fromStdString(normaliseEnglish(text.toStdString())), "expected");
    }

    void normalising_again_changesNothing()
    {
        for (const char* text :
             {"Don't stop at nineteen eighty-four, it's 1,000.5%!", "Mr. O'Neill's 2nd (or 3rd) dog"}) {
            const std::string once = normaliseEnglish(text);
            QCOMPARE(normaliseEnglish(once), once);
        }
    }

    void veryLongNumbers_doNotOverflow()
    {
        std::string text;
        for (int i = 0; i < 200; ++i)
            text += "nine hundred billion million thousand ";
        QVERIFY(!normaliseEnglish(text).empty());
    }

    void words_areSplitAtWhiteSpace()
    {
        QCOMPARE(splitWords(" a  bc\td\n"), (std::vector<std::string> {"a", "bc", "d"}));
        QVERIFY(splitWords(" \n").empty());
    }
};

QTEST_GUILESS_MAIN(TstNormalise)
#include "tst_normalise.moc"
