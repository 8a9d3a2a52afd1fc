// What the search panel decides, without the panel: taps and holds, filters, what dropped files are for.
#include "support/shared_data.h"
#include "ui/bridge/text.h"
#include "ui/controllers/filter_choice.h"
#include "ui/controllers/incoming_files.h"
#include "ui/controllers/talk_key.h"
#include "ui/panels/search/filter_popup.h"
#include "ui/settings/translation.h"

#include <QDialog>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QUrl>
#include <algorithm>

using namespace saysee;
using namespace saysee::ui;
using namespace std::chrono_literals;

class TstSearchLogic : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::filesystem::path write(const char* name, const QByteArray& content)
    {
        QFile file(m_folder.filePath(QString::fromLatin1(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", name);
        return file.fileName().toStdString();
    }

private Q_SLOTS:
    void holding_talksUntilRelease()
    {
        TalkKey key;
        const TalkKey::Clock::time_point start;
        QCOMPARE(key.press(start, Ear::Closed), TalkAction::Start);
        QVERIFY(key.isHeld());
        QCOMPARE(key.release(start + 2s, Ear::Listening), TalkAction::Stop);
    }

    void tapping_listensUntilTheNextTap()
    {
        TalkKey key;
        const TalkKey::Clock::time_point start;
        QCOMPARE(key.press(start, Ear::Closed), TalkAction::Start);
        QCOMPARE(key.release(start + 80ms, Ear::Listening), TalkAction::None);
        QCOMPARE(key.press(start + 3s, Ear::Listening), TalkAction::Stop);
        QCOMPARE(key.release(start + 4s, Ear::Closed), TalkAction::None);  // however long the second one lasts
    }

    void release_afterAFailedStart_doesNothing()
    {
        TalkKey key;
        const TalkKey::Clock::time_point start;
        QCOMPARE(key.press(start, Ear::Closed), TalkAction::Start);
        QCOMPARE(key.release(start + 2s, Ear::Closed), TalkAction::None);
    }

    void filters_meanWhatTheySay()
    {
        const auto filter = toFilter({QStringLiteral("people"), QStringLiteral("2023"), QStringLiteral("2023-06"),
                                      QStringLiteral("/photos"), QStringLiteral("beach"), 3});
        QVERIFY(filter.has_value());
        QCOMPARE(*filter->takenFrom, qint64(1672531200));  // 2023-01-01T00:00
        QCOMPARE(*filter->takenBefore, qint64(1688169600));  // 2023-07-01T00:00: June is included
        QCOMPARE(filter->folders.front().string(), std::string("/photos"));
        QCOMPARE(filter->keywords.front(), std::string("beach"));
        QCOMPARE(*filter->lowestRating, 3);
        QVERIFY(toFilter({})->admitsAll());
    }

    void filters_refuseDatesThatAreNone()
    {
        FilterChoice choice;
        choice.from = QStringLiteral("2023-02-30");
        QCOMPARE(toFilter(choice).error().code, base::ErrorCode::InvalidArgument);
    }

    void everyCondition_hasAChipThatRemovesIt()
    {
        FilterChoice choice {QStringLiteral("people"), QStringLiteral("2023"),  QStringLiteral("2024"),
                             QStringLiteral("/a/b"),   QStringLiteral("beach"), 5};
        for (std::size_t left = 6; left > 0; --left) {
            const auto chips = labels(choice);
            QCOMPARE(chips.size(), left);
            QVERIFY2(!chips.front().text.contains(QLatin1String("%1")), qPrintable(chips.front().text));
            choice = withoutField(choice, chips.front().field);
        }
        QCOMPARE(choice, FilterChoice());
    }

    void conditions_areKeptUntilTheyAreApplied()
    {
        QWidget window;
        FilterPopup popup(&window);
        QSignalSpy chosen(&popup, &FilterPopup::chosen);
        const auto fields = popup.findChildren<QLineEdit*>();
        const auto from = std::find_if(fields.begin(), fields.end(), [](const QLineEdit* field) {
            return field->accessibleName() == QLatin1String("From");
        });
        QVERIFY(from != fields.end());
        popup.setChoice({});
        popup.show();
        QTest::keyClicks(*from, QStringLiteral("2023-13"));
        QTest::keyClick(*from, Qt::Key_Return);
        QVERIFY2(chosen.isEmpty() && popup.isVisible(), "no month is the 13th");
        const auto labels = popup.findChildren<QLabel*>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
            return label->isVisible() && label->text().contains(QLatin1String("2023-13"));
        }));
        popup.hide();  // a click beside it
        popup.setChoice({});
        QCOMPARE((*from)->text(), QStringLiteral("2023-13"));
        popup.show();
        (*from)->setText(QStringLiteral("2023-12"));
        QTest::keyClick(*from, Qt::Key_Return);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(qvariant_cast<FilterChoice>(chosen.front().front()).from, QStringLiteral("2023-12"));
        QVERIFY(!popup.isVisible());
        popup.setChoice({});  // its chip was clicked
        QCOMPARE((*from)->text(), QString());
    }

    void choosingAFolder_losesNothing()
    {
        QWidget window;
        window.show();
        FilterPopup popup(&window);
        auto* without = popup.findChild<QLineEdit*>();
        popup.setChoice({});
        popup.show();
        without->setText(QStringLiteral("snow"));
        popup.findChild<QToolButton*>()->click();
        auto* dialog = window.findChild<QDialog*>();
        QVERIFY(dialog != nullptr);
        dialog->reject();
        QVERIFY(popup.isVisible());
        QCOMPARE(without->text(), QStringLiteral("snow"));
    }

    void oneStar_isNoPlural()
    {
        installTranslation(*QCoreApplication::instance(), QStringLiteral("en"));
        FilterChoice choice;
        choice.lowestRating = 1;
        QCOMPARE(labels(choice).front().text, QStringLiteral("1 star or more"));
        choice.lowestRating = 3;
        QCOMPARE(labels(choice).front().text, QStringLiteral("3 stars or more"));
    }

    void droppedFiles_areKnownByTheirContent()
    {
        const auto photos = test::sourceDirectory() / "resources/sample";
        QFile jpeg(QString::fromStdString((photos / "photos/2021/PB_0004.jpg").string()));
        QVERIFY(jpeg.open(QIODevice::ReadOnly));
        const auto misnamed = write("not-a-text", jpeg.readAll());
        const SortedFiles sorted = sortFiles({misnamed, photos / "queries/query-01.flac", photos / "photos"});
        QCOMPARE(sorted.picture.string(), misnamed.string());
        QCOMPARE(sorted.clip.filename().string(), std::string("query-01.flac"));
        QCOMPARE(sorted.folders.size(), std::size_t(1));
    }

    void uselessFiles_areAnsweredWithASentence()
    {
        const auto text = write("notes.txt", "nothing to see");
        QVERIFY(!remark(sortFiles({text})).isEmpty());
        QVERIFY(!remark(sortFiles({m_folder.filePath(QStringLiteral("gone.xyz")).toStdString()})).isEmpty());
        QVERIFY(remark(sortFiles({})).isEmpty());
    }

    void onlyTwoOfAKind_areRemarkedOn()
    {
        const auto sample = test::sourceDirectory() / "resources/sample";
        const auto picture = sample / "photos/2021/PB_0004.jpg";
        const auto clip = sample / "queries/query-01.flac";
        QCOMPARE(remark(sortFiles({picture, clip})), QString());
        QVERIFY(!remark(sortFiles({picture, clip, picture})).isEmpty());
        QVERIFY(!remark(sortFiles({clip, clip})).isEmpty());
    }

    void tenThousandFiles_areNotAllRead()
    {
        const auto text = write("many.txt", "nothing to see");
        const SortedFiles sorted = sortFiles(Paths(10'000, text));
        QCOMPARE(sorted.given, std::size_t(10'000));
        QVERIFY2(sorted.lookedAt <= 100, qPrintable(QString::number(sorted.lookedAt)));
    }

    void urls_keepTheBytesOfPaths()
    {
        const std::filesystem::path strange("/tmp/a b#%41\xff.jpg");  // not UTF-8
        QMimeData data;
        data.setUrls({toUrl(strange), QUrl(QStringLiteral("https://example.org/x.jpg"))});
        const Paths paths = localFiles(data);
        QCOMPARE(paths.size(), std::size_t(1));
        QCOMPARE(paths.front().string(), strange.string());
    }
};

QTEST_MAIN(TstSearchLogic)
#include "tst_search_logic.moc"
