// Where a question is put: the microphone, the words, and chips for everything else in the question.
#pragma once

#include "ui/controllers/search_controller.h"
#include "ui/controllers/talk_key.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace saysee::ui {

class FilterPopup;
class FlowLayout;
class MicrophoneButton;

class QueryBar : public QWidget {
    Q_OBJECT

public:
    QueryBar(SearchController& controller, VoiceRecorder& voice, QWidget* parent = nullptr);

    // The space bar and the microphone button.
    void pressTalk();
    void releaseTalk();
    void type(const QString& text);  // as if the words had the focus
    void giveUp();  // the running take or search, else the question
    [[nodiscard]] QLineEdit& words() { return *m_words; }
    [[nodiscard]] MicrophoneButton& microphone() { return *m_microphone; }
    [[nodiscard]] FilterPopup& filters() { return *m_filters; }

Q_SIGNALS:
    void filtersOpened();
    void pastePicture();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeWords();
    QToolButton* makeAddButton();
    void act(TalkAction action);
    void onState(SearchController::State state);
    void onHeard(const QString& words, const QStringList& alternatives, bool settled);
    void showParts();  // rebuilds the chips
    QPushButton* addChip(const QString& text, const QString& icon);
    void chooseFile(const QString& title, const QString& filter, void (QueryBar::*use)(const std::filesystem::path&));
    void useClip(const std::filesystem::path& file);
    void usePicture(const std::filesystem::path& file);
    void openFilters();
    void showSound();  // level and timer of the running take
    void updateCaption();

    SearchController& m_controller;
    VoiceRecorder& m_voice;
    TalkKey m_talk;
    MicrophoneButton* m_microphone;
    QLineEdit* m_words;
    QLabel* m_caption;
    QToolButton* m_filterButton = nullptr;
    FilterPopup* m_filters;
    QWidget* m_chips;
    FlowLayout* m_chipFlow;
    QTimer m_meter;  // while listening
    QTimer m_typing;  // a pause in typing searches
};

}  // namespace saysee::ui
