using System.Diagnostics;

namespace Catalog.Persistence.Diagnostics;

internal static class Telemetry
{
    public static readonly ActivitySource Source = new("Catalog.Persistence");
}
