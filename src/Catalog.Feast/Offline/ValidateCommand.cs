using System.Text.Json;
using System.Text.Json.Nodes;

namespace Catalog.Feast.Offline;

/// <summary>
/// <c>validate_data_source</c>, which <c>feast apply</c> asks for before it declares a source. Nothing is looked for: the rows of a source come by pushes once it is there. What cannot be a source here is
/// refused when it is applied.
/// </summary>
internal sealed class ValidateCommand(JsonElement command) : ActCommand
{
    public override Task<JsonObject?> PutAsync(Stream rows, CancellationToken cancellationToken)
    {
        DataSources.NameIn(command);
        return Task.FromResult<JsonObject?>(null);
    }
}
