//! Native modules and the embedded Python half of the library.
