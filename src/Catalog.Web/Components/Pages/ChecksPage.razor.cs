using Catalog.Definitions;
using Catalog.Web.Formatting;
using Catalog.Web.Queries;
using Catalog.Web.ViewModels;
using Ingestion.Model;
using Microsoft.AspNetCore.Components;

namespace Catalog.Web.Components.Pages;

public partial class ChecksPage
{
    private const int PageSize = 50;

    private static readonly (string Word, CheckOutcome[] Outcomes)[] Words =
        [("fail", [CheckOutcome.Fail, CheckOutcome.Error]), ("warn", [CheckOutcome.Warn]), ("pass", [CheckOutcome.Pass]), ("skip", [CheckOutcome.Skip])];

    private IReadOnlyList<CheckLine> _all = [];
    private IReadOnlyList<CheckGroup> _groups = [];
    private CheckCounts _counts = CheckCounts.Of(Array.Empty<CheckLine>());
    private int _found;

    [Inject]
    public required CheckService Service { get; set; }

    [Inject]
    public required DefinitionRegistry Registry { get; set; }

    /// <summary><c>fail</c>, <c>warn</c>, <c>pass</c> or <c>skip</c>; all when null or another word.</summary>
    [SupplyParameterFromQuery]
    public string? Outcome { get; set; }

    [SupplyParameterFromQuery]
    public string? Domain { get; set; }

    /// <summary>Part of a check, a column or a source.</summary>
    [SupplyParameterFromQuery]
    public string? Text { get; set; }

    /// <summary>Lines before this page.</summary>
    [SupplyParameterFromQuery]
    public string? From { get; set; }

    private int Start => Addresses.Number(From);

    private string? NextHref => Start + PageSize < _found ? HrefOf(Outcome, Domain, Start + PageSize) : null;

    private IReadOnlyList<FilterLink> Outcomes =>
    [
        new FilterLink("All", HrefOf(null, Domain), Words.All(word => word.Word != Outcome)),
        .. Words.Select(word => new FilterLink(
            Lifecycles.WordOf(word.Word), HrefOf(word.Word, Domain), word.Word == Outcome, _all.Count(line => word.Outcomes.Contains(line.Standing) && IsOf(line, Domain)))),
    ];

    private IReadOnlyList<FilterLink> Domains =>
    [
        new FilterLink("All domains", HrefOf(Outcome, null), string.IsNullOrEmpty(Domain)),
        .. FilterLink.NamesOf(_all.Select(static line => line.Domain), Domain).Select(domain => new FilterLink(domain, HrefOf(Outcome, domain), domain == Domain)),
    ];

    protected override async Task OnParametersSetAsync()
    {
        _all = await Service.ListAsync(sources: null, CancellationToken.None);
        _counts = CheckCounts.Of(_all);
        var outcomes = Array.Find(Words, word => word.Word == Outcome).Outcomes;
        var found = _all.Where(line => (outcomes is null || outcomes.Contains(line.Standing)) && IsOf(line, Domain) && Holds(line)).ToList();
        _found = found.Count;
        _groups = CheckGroup.PageOf(found, Registry.Current, Start, PageSize);
    }

    private static bool IsOf(CheckLine line, string? domain) => string.IsNullOrEmpty(domain) || line.Domain == domain;

    private bool Holds(CheckLine line)
        => string.IsNullOrWhiteSpace(Text) || new[] { line.Rule.Title, line.Result.Rule, line.Result.Source }.Any(text => text.Contains(Text.Trim(), StringComparison.OrdinalIgnoreCase));

    private string HrefOf(string? outcome, string? domain, int from = 0)
        => Addresses.Of("/checks", ("outcome", outcome), ("domain", domain), ("text", Text), ("from", Addresses.Number(from)));
}
