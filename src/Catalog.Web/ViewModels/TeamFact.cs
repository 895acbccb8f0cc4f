namespace Catalog.Web.ViewModels;

/// <summary>A team and the domain that lends it its colour.</summary>
public sealed record TeamFact(string Name, string? Domain, string? Href);
