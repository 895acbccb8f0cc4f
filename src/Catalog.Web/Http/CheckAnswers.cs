using Catalog.Web.Queries;
using Ingestion.Model;
using Ingestion.Ports;

namespace Catalog.Web.Http;

/// <summary>Shapes checks for answers: judged as on every page.</summary>
internal static class CheckAnswers
{
    internal static ChecksAnswer Of(IReadOnlyList<CheckLine> lines)
    {
        var counts = CheckCounts.Of(lines);
        return new ChecksAnswer(
            new CheckCountsAnswer(counts.Passing, counts.Warning, counts.Failing, counts.Undecided, counts.Skipped),
            [.. lines.OrderBy(static line => line.Result.Source, StringComparer.Ordinal).ThenBy(static line => line.Result.Rule, StringComparer.Ordinal).Select(Of)]);
    }

    internal static CheckDayAnswer Of(CheckDay day, CheckOutcome outcome)
        => new(day.Total.Rule, day.Day, Words.Of(outcome), day.Total.Checked, day.Total.Violations, day.Total.Share);

    private static CheckAnswer Of(CheckLine line) => new(
        line.Result.Source,
        line.Result.Rule,
        line.Rule.Title,
        line.Result.Column,
        Words.Of(line.Standing),
        line.Total.Checked,
        line.Total.Violations,
        line.Total.Share,
        line.Measured ?? line.Total.Measured,
        line.Standing == CheckOutcome.Skip ? line.Detail : line.Result.Message,
        line.Total.Runs,
        line.Result.Contract,
        line.Result.ContractVersion,
        new NewestCheckAnswer(Words.Of(line.Result.Outcome), line.Result.Checked, line.Result.Violations, line.Result.Measured),
        line.Result.RunId,
        line.Result.At.ToString());
}

internal sealed record CheckAnswer(
    string Source,
    string Rule,
    string Title,
    string? Column,
    string Outcome,
    long Checked,
    long Violations,
    double Share,
    double? Measured,
    string? Message,
    int Runs,
    string Contract,
    string ContractVersion,
    NewestCheckAnswer Newest,
    Guid RunId,
    string At);

internal sealed record NewestCheckAnswer(string Outcome, long Checked, long Violations, double? Measured);

internal sealed record CheckCountsAnswer(int Passing, int Warning, int Failing, int Undecided, int Skipped);

internal sealed record ChecksAnswer(CheckCountsAnswer Counts, IReadOnlyList<CheckAnswer> Items);

internal sealed record CheckDayAnswer(string Rule, DateOnly Day, string Outcome, long Checked, long Violations, double Share);

internal sealed record CheckHistoryAnswer(DateOnly From, DateOnly To, IReadOnlyList<CheckDayAnswer> Items);
