using Ingestion.Model;

namespace Catalog.Web.ViewModels;

/// <summary>One cell of a heat strip.</summary>
/// <param name="Outcome">What happened.</param>
/// <param name="Title">Shown on hover, for example <c>20 Nov: 3 differences</c>.</param>
public sealed record HeatCell(CheckOutcome Outcome, string Title);
