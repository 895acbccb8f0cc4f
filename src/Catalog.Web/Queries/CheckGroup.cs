using Catalog.Core.Model;
using Catalog.Definitions.Model;

namespace Catalog.Web.Queries;

/// <summary>The checks of one source on a page of all checks.</summary>
/// <param name="Source">The source.</param>
/// <param name="Href">Its page.</param>
/// <param name="Counts">How all its checks came out that are asked for, also those of other pages.</param>
/// <param name="Products">The data products that are made from it, by title.</param>
/// <param name="Shown">Those on this page, in the order given.</param>
public sealed record CheckGroup(string Source, string Href, CheckCounts Counts, IReadOnlyList<DataProduct> Products, IReadOnlyList<CheckLine> Shown)
{
    /// <summary>Groups checks by source and cuts a page out; a source that goes over the end of a page goes on with the next.</summary>
    /// <param name="lines">The checks, worst first: the source of the worst comes first.</param>
    /// <param name="definitions">Says which products are made from a source.</param>
    /// <param name="start">Checks before this page.</param>
    /// <param name="count">Most checks of a page.</param>
    public static IReadOnlyList<CheckGroup> PageOf(IReadOnlyList<CheckLine> lines, DefinitionSet definitions, int start, int count)
    {
        var groups = new List<CheckGroup>();
        var before = 0;
        foreach (var source in lines.GroupBy(static line => line.Result.Source).Select(static group => group.ToList()))
        {
            List<CheckLine> shown = [.. source.Skip(start - before).Take(Math.Min(count, start + count - before))];
            if (start < before + source.Count && shown.Count > 0)
            {
                groups.Add(Of(source, shown, definitions));
            }

            before += source.Count;
        }

        return groups;
    }

    private static CheckGroup Of(List<CheckLine> all, List<CheckLine> shown, DefinitionSet definitions)
    {
        var name = all[0].Result.Source;
        var products = definitions.Definitions.Where(static definition => definition.Id.Kind == DefinitionKind.DataProduct)
            .Select(definition => definitions.FindModel(definition.Id)).OfType<DataProduct>()
            .Where(product => ProductMap.SourcesOf(definitions, product).Contains(name, StringComparer.Ordinal))
            .OrderBy(static product => product.Title ?? product.Name, StringComparer.Ordinal);
        return new CheckGroup(name, DefinitionKinds.HrefOf(new DefinitionId(DefinitionKind.Source, name), all[0].Domain), CheckCounts.Of(all), [.. products], shown);
    }
}
