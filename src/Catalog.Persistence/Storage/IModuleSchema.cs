using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.Storage;

/// <summary>The tables of one module, as the migrator sees them.</summary>
internal interface IModuleSchema
{
    /// <summary>Name of the module in lower case.</summary>
    string Module { get; }

    /// <summary>A context of the configured engine; the caller disposes it.</summary>
    Task<DbContext> CreateContextAsync(CancellationToken cancellationToken);
}
