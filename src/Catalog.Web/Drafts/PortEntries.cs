using System.Text.Json.Nodes;

namespace Catalog.Web.Drafts;

/// <summary>The output ports of a data product under edit. What stands behind a port is one choice for people and one of three keys in the document.</summary>
internal sealed class PortEntries(DraftSession session)
{
    private const string List = "output_ports";

    private static readonly string[] Keys = ["feature_view", "feature_service", "source"];

    public int Count => session.Draft.Outline?.Count(List) ?? 0;

    /// <summary>What the domain has and no port of the product offers yet, as <c>key:name</c>.</summary>
    public IReadOnlyList<(string Key, string Name)> Unused
    {
        get
        {
            var domain = session.Draft.Value("domain");
            var taken = Enumerable.Range(0, Count).Select(TargetOf).ToHashSet(StringComparer.Ordinal);
            return
            [
                .. session.Catalogue.Views.Where(view => view.Domain == domain).Select(static view => (Keys[0], view.Name))
                    .Concat(session.Catalogue.Services.Where(service => service.Domain == domain).Select(static service => (Keys[1], service.Name)))
                    .Concat(session.Catalogue.Sources.Where(source => source.Domain == domain).Select(static source => (Keys[2], source.Name)))
                    .Where(target => !taken.Contains($"{target.Item1}:{target.Name}")),
            ];
        }
    }

    public static string PathOf(int index) => $"{List}[{index}]";

    /// <summary>The place of what stands behind a port: of the key that it has, or would have.</summary>
    public string TargetPathOf(int index) => $"{PathOf(index)}.{KeyOf(index) ?? Keys[0]}";

    /// <summary>What stands behind a port, as <c>key:name</c>; empty while nothing does.</summary>
    public string TargetOf(int index) => KeyOf(index) is { } key ? $"{key}:{session.Draft.Value($"{PathOf(index)}.{key}")}" : string.Empty;

    /// <summary>Puts something else behind a port.</summary>
    public void Aim(int index, string target)
    {
        var (path, before) = (PathOf(index), KeyOf(index));
        if (target.Split(':', 2) is not [var key, var name])
        {
            if (before is not null)
            {
                session.Set($"{path}.{before}", string.Empty);
            }

            return;
        }

        session.Edit($"{path}.{key}", draft => before is null || before == key ? draft.Set($"{path}.{key}", name) : draft.Rename($"{path}.{before}", key, name));
    }

    /// <summary>Adds a port for something, named like it.</summary>
    public void Add(string key, string name) => session.Add(List, new JsonObject { ["name"] = name, ["version"] = "1", [key] = name });

    /// <summary>Adds a port to be filled in.</summary>
    public void AddNext()
    {
        if (Unused is [var (key, name), ..])
        {
            Add(key, name);
        }
        else
        {
            session.Add(List, new JsonObject { ["name"] = $"port_{Count + 1}", ["version"] = "1" });
        }
    }

    public void Remove(int index) => session.RemoveItem(List, index);

    private string? KeyOf(int index) => Array.Find(Keys, key => session.Draft.Outline?.Has($"{PathOf(index)}.{key}") == true);
}
