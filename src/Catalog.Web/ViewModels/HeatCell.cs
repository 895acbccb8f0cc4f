using Ingestion.Model;

namespace Catalog.Web.ViewModels;

/// <summary>One cell of a heat strip.</summary>
/// <param name="Outcome">What happened.</param>
/// <param name="Title">Shown on hover, for example <c>20 Nov: 3 differences</c>.</param>
public sealed record HeatCell(CheckOutcome Outcome, string Title)
{
    // Each outcome has its band, so that heights of two outcomes never meet.
    private static readonly (double Low, double High) Passing = (34, 46), Warning = (58, 72), Failing = (82, 100);

    /// <summary>The part of what was looked at that it is about, 0 to 1; null when there is none to be told.</summary>
    public double? Share { get; init; }

    /// <summary>Its height in percent; null: that of the outcome. Within the band of an outcome it grows with the share, by its decimal magnitude.</summary>
    public double? Height => (Outcome, Share) switch
    {
        (CheckOutcome.Pass, 0) => 26,
        (CheckOutcome.Pass, { } share) => Within(Passing, share, 1e-6, CheckJudge.WarningShare),
        (CheckOutcome.Warn, { } share) => Within(Warning, share, CheckJudge.WarningShare, CheckJudge.FailingShare),
        (CheckOutcome.Fail, { } share) => Within(Failing, share, CheckJudge.FailingShare, 1),
        _ => null,
    };

    private static double Within((double Low, double High) band, double share, double from, double to)
        => band.Low + ((band.High - band.Low) * Math.Clamp(Math.Log(share / from) / Math.Log(to / from), 0, 1));
}
