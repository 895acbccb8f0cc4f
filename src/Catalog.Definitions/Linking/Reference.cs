using Catalog.Core.Model;

namespace Catalog.Definitions.Linking;

/// <summary>One definition names another.</summary>
/// <param name="User">The one that names.</param>
/// <param name="Used">The one that is named.</param>
internal readonly record struct Reference(DefinitionId User, DefinitionId Used);
