using Ingestion.Model;
using Ingestion.Ports;

namespace Catalog.Web.Http;

/// <summary>Shapes results of checks for answers.</summary>
internal static class CheckAnswers
{
    internal static CheckAnswer Of(CheckResult result) => new(
        result.Rule,
        result.Column,
        Words.Of(result.Outcome),
        result.Checked,
        result.Violations,
        result.Measured,
        result.Message,
        result.Contract,
        result.ContractVersion,
        result.RunId,
        result.At.ToString());

    internal static CheckDayAnswer Of(CheckDay day) => new(day.Rule, day.Day, Words.Of(day.Outcome), day.Checked, day.Violations);
}

internal sealed record CheckAnswer(
    string Rule,
    string? Column,
    string Outcome,
    long Checked,
    long Violations,
    double? Measured,
    string? Message,
    string Contract,
    string ContractVersion,
    Guid RunId,
    string At);

internal sealed record ChecksAnswer(IReadOnlyList<CheckAnswer> Items);

internal sealed record CheckDayAnswer(string Rule, DateOnly Day, string Outcome, long Checked, long Violations);

internal sealed record CheckHistoryAnswer(DateOnly From, DateOnly To, IReadOnlyList<CheckDayAnswer> Items);
