// What a version brought: recall with it beside recall without, on the pairs that judged it and on general searches;
// and whether it has learned its own pairs by heart.
#pragma once

#include "core/library/versions.h"
#include "core/training/tune_scope.h"

#include <QFrame>

class QGridLayout;
class QVBoxLayout;

namespace saysee::ui {

class OutcomeView : public QFrame {
    Q_OBJECT

public:
    explicit OutcomeView(QWidget* parent = nullptr);
    // Empty, and hidden, for a version without figures.
    void setVersion(const library::Version& version);

private:
    static QWidget* makeFigures(const nlohmann::json& metrics);
    static void addRow(QGridLayout& grid, const QString& title, const nlohmann::json& side);
    static QWidget* makeLight(training::TuneScope scope, double gap);

    QVBoxLayout* m_column;
    QWidget* m_page = nullptr;
};

}  // namespace saysee::ui
